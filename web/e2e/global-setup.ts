// Starts the real binary on demo data for one run, and stops exactly that process at the end.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const READY_TIMEOUT_MS = 120_000;
const POLL_MS = 250;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const DONE_WITH_REJECTS = 3;

export default async function globalSetup(): Promise<() => Promise<void>> {
  // A service that already runs, with demo data in it.
  if (process.env.PINGLAN_URL) return async () => undefined;

  const binary = resolve(process.env.PINGLAN_BIN ?? '../target/debug/pinglan');
  const dir = await mkdtemp(join(tmpdir(), 'pinglan-e2e-'));
  const data = join(dir, 'data');
  await pinglan(binary, ['demo', '--out', join(dir, 'demo'), '--import', '--data', data]);
  await pinglan(binary, ['import', resolve(import.meta.dirname, 'hostile.csv'), '--source', 'hostile', '--data', data]);

  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(binary, ['serve', '--data', data, '--listen', address], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.env.PINGLAN_URL = `http://${address}`;
  await untilReady(`http://${address}/readyz`, server);
  await hasPage(process.env.PINGLAN_URL, server);
  return async () => {
    await stop(server);
    await rm(dir, { recursive: true, force: true });
  };
}

/** Runs one command to its end; rejected rows are no failure here. */
function pinglan(binary: string, parameters: string[]): Promise<void> {
  return new Promise((done, fail) => {
    execFile(binary, parameters, { maxBuffer: OUTPUT_BYTES_MAX }, (error, _, stderr) => {
      if (error === null || error.code === DONE_WITH_REJECTS) done();
      else fail(new Error(`pinglan ${parameters.join(' ')}: ${error.message}\n${stderr}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`serve ended with ${server.exitCode} before it was ready`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, POLL_MS));
  }
  await stop(server);
  throw new Error(`serve was not ready within ${READY_TIMEOUT_MS} ms`);
}

/** A binary that was built before the page answers the API alone; better said once than by every test. */
async function hasPage(url: string, server: ChildProcess): Promise<void> {
  const answer = await fetch(`${url}/explore`);
  if (answer.ok && (await answer.text()).includes('<div id="root">')) return;
  await stop(server);
  throw new Error('the binary was built without the page: run `npm run build`, then build the binary again');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
}
