//! How much a connection may bring: an answer, or the body of a redirect, may never end.

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// The most that is read of a connection, in bytes: a body is of no interest, and no head is longer.
const MOST: usize = 1 << 20;

/// Bounds the connections that another connector makes.
#[derive(Debug)]
pub struct Meter;

impl<T: Transport> Connector<T> for Meter {
    type Out = Metered<T>;

    fn connect(&self, _: &ConnectionDetails, made: Option<T>) -> Result<Option<Metered<T>>, Error> {
        Ok(made.map(|inner| Metered { inner, read: 0 }))
    }
}

/// A connection, and how much it brought.
#[derive(Debug)]
pub struct Metered<T> {
    inner: T,
    read: usize,
}

impl<T: Transport> Transport for Metered<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let before = self.inner.buffers().input().len();
        let more = self.inner.await_input(timeout)?;
        self.read += self.inner.buffers().input().len().saturating_sub(before);
        if self.read > MOST { Err(Error::BodyExceedsLimit(MOST as u64)) } else { Ok(more) }
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
