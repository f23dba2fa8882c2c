/** The preview, with the real program. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { test } from "node:test";

import { startPreview } from "../src/serve";
import { folder, program, site, skip } from "./real";

test("a preview says its address, answers there, and ends when it is stopped", { skip, timeout: 60_000 }, async (t) => {
  const root = site(t);
  let printed = "";
  const ended = new Promise<{ isStopped: boolean }>((done, failed) => {
    const stop = startPreview(program ?? "", root, {
      printed: (text) => (printed += text),
      ready: async (address) => {
        try {
          const answer = await fetch(address);
          assert.equal(answer.status, 200);
          assert.match(await answer.text(), /My customer stories/);
        } catch (error) {
          failed(error);
        }
        stop();
      },
      ended: done,
    });
    t.after(stop);
  });
  assert.equal((await ended).isStopped, true);
  assert.match(printed, /Serving \d+ pages at .*\r\n/);
});

test("a page in a frame is refused: the preview is opened as a page of its own", { skip, timeout: 60_000 }, async (t) => {
  const root = site(t);
  const address = await new Promise<string>((ready, failed) => {
    const listener = { printed: () => {}, ready, ended: () => failed(new Error("it ended")) };
    t.after(startPreview(program ?? "", root, listener));
  });
  const frame = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
  const visit = { ...frame, "sec-fetch-dest": "document" };
  assert.equal(await statusOf(address, frame), 403);
  assert.equal(await statusOf(address, visit), 200);
});

test("what a preview complains of is printed, and it ends by itself", { skip, timeout: 60_000 }, async (t) => {
  let printed = "";
  const root = folder(t);
  const how = await new Promise<{ code: number | null; isStopped: boolean }>((ended) => {
    startPreview(program ?? "", root, { printed: (text) => (printed += text), ready: () => {}, ended });
  });
  assert.deepEqual(how, { code: 2, isStopped: false });
  assert.match(printed, /is no site/);
});

test("a program that is not there ends at once", async (t) => {
  const how = await new Promise<{ code: number | null }>((ended) => {
    startPreview("/nowhere/anecdote", folder(t), { printed: () => {}, ready: () => {}, ended });
  });
  assert.equal(how.code, null);
});

/** The status of an answer to a request with these headers, which `fetch` would not send. */
async function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const [answer] = (await once(request(address, { headers }).end(), "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
