//! One question to a host: the head of an address, then the whole, and once more where the host is only busy.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;
use ureq::Agent;
use ureq::unversioned::transport::{Connector, DefaultConnector};

use super::meter::Meter;
use super::reach::{Guard, Reach, Refused};
use super::verdict::{Verdict, host_of};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pause between two requests at one host.
const PAUSE: Duration = Duration::from_millis(250);

/// The pauses before a host that is busy is asked again.
const BACK_OFF: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];

/// How many redirects are followed.
const REDIRECTS: u32 = 5;

/// Asks, and remembers when it last asked which host.
pub struct Asker {
    agent: Agent,
    last: HashMap<String, Instant, RandomState>,
}

/// What a host answered, or why it did not.
enum Said {
    Status(u16),
    Nothing(ureq::Error),
}

impl Asker {
    pub fn new(reach: Reach) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(REDIRECTS)
            .http_status_as_error(false)
            // A proxy would look names up itself, and reach what it likes.
            .proxy(None)
            .user_agent(concat!("anecdote/", env!("CARGO_PKG_VERSION"), " (checks links)"));
        let agent = Agent::with_parts(config.build(), DefaultConnector::new().chain(Meter), Guard(reach));
        Self { agent, last: HashMap::default() }
    }

    /// What becomes of an address.
    pub fn ask(&mut self, address: &str) -> Verdict {
        let mut verdict = self.once(address);
        for pause in BACK_OFF {
            if !matches!(&verdict, Verdict::Unsure(_))
                || matches!(&verdict, Verdict::Unsure(why) if why.contains("403"))
            {
                break;
            }
            std::thread::sleep(pause);
            verdict = self.once(address);
        }
        verdict
    }

    fn once(&mut self, address: &str) -> Verdict {
        // Some hosts know no HEAD, or answer it as they please.
        match self.send(address, true) {
            Said::Status(200..=399) => return Verdict::Fine,
            Said::Nothing(error) if refusal(&error).is_some() => return judge(&error),
            Said::Status(_) | Said::Nothing(_) => {}
        }
        match self.send(address, false) {
            Said::Status(200..=399) => Verdict::Fine,
            Said::Status(status @ (404 | 410 | 451)) => Verdict::Dead(format!("the host answers {status}")),
            Said::Status(status) => Verdict::Unsure(format!("the host answers {status}")),
            Said::Nothing(error) => judge(&error),
        }
    }

    fn send(&mut self, address: &str, head: bool) -> Said {
        let host = host_of(address).to_owned();
        if let Some(last) = self.last.get(&host) {
            std::thread::sleep(PAUSE.saturating_sub(last.elapsed()));
        }
        let address = address.split('#').next().unwrap_or(address);
        let answer = if head { self.agent.head(address).call() } else { self.agent.get(address).call() };
        self.last.insert(host, Instant::now());
        match answer {
            Ok(response) => Said::Status(response.status().as_u16()),
            Err(error) => Said::Nothing(error),
        }
    }
}

/// Why an address was not asked, if that is why there is no answer.
fn refusal(error: &ureq::Error) -> Option<&Refused> {
    match error {
        ureq::Error::Other(error) => error.downcast_ref(),
        _ => None,
    }
}

/// What no answer means.
fn judge(error: &ureq::Error) -> Verdict {
    if let Some(Refused(why)) = refusal(error) {
        return Verdict::Refused(why.clone());
    }
    match error {
        ureq::Error::HostNotFound => Verdict::Dead("there is no such host".to_owned()),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Verdict::Dead("it is no address that can be asked".to_owned()),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Verdict::Dead("nobody answers at that host".to_owned())
        }
        error => Verdict::Unsure(error.to_string()),
    }
}
