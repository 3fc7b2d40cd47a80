// A service with a data directory of its own, for specs that change what it holds.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

const binary = resolve(process.env.PINGLAN_BIN ?? '../target/debug/pinglan');

export class OwnService {
  readonly dir = mkdtempSync(join(tmpdir(), 'pinglan-own-'));
  readonly #data = join(this.dir, 'data');
  #server: ChildProcess | undefined;
  url = '';

  /** Runs a command on its data. */
  pinglan(...parameters: string[]): string {
    return execFileSync(binary, [...parameters, '--data', this.#data], { encoding: 'utf8' });
  }

  addKey(name: string, role: string): string {
    return this.pinglan('keys', 'add', '--name', name, '--role', role).trim();
  }

  async start(): Promise<void> {
    const server = spawn(binary, ['serve', '--json', '--data', this.#data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#server = server;
    for await (const line of createInterface({ input: server.stdout })) {
      const said: { address: string } = JSON.parse(line);
      this.url = said.address;
      break;
    }
    await expect.poll(async () => (await fetch(`${this.url}/readyz`)).status, { timeout: 60_000 }).toBe(200);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#server?.once('exit', done));
    this.#server?.kill('SIGTERM');
    await ended;
    rmSync(this.dir, { recursive: true, force: true });
  }
}
