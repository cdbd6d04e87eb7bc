// Programs that the tests run beside themselves.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

import { env } from './project.mjs';

/** How long a program may run, in milliseconds. */
export const LIMIT_MS = 30_000;

/** A program for Node that runs. */
export class Program {
  printed = '';
  #child;
  #errors = '';
  #ended;
  #wake = () => {};

  constructor(file, more = {}) {
    const options = { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS };
    this.#child = spawn(process.execPath, [file], options);
    this.#child.stdout.on('data', (octets) => {
      this.printed += octets;
      this.#wake();
    });
    this.#child.stderr.on('data', (octets) => (this.#errors += octets));
    this.#ended = new Promise((resolve) => this.#child.once('close', (code, signal) => resolve({ code, signal })));
    void this.#ended.then(() => this.#wake());
  }

  kill(signal) {
    this.#child.kill(signal);
  }

  /** What matches in what it prints, once something does. */
  async prints(pattern) {
    while (true) {
      const match = pattern.exec(this.printed);
      if (match !== null) return match;
      assert.equal(this.#child.exitCode ?? this.#child.signalCode, null, `it ended: ${this.printed}${this.#errors}`);
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }

  /** What it printed, once it ended: by itself, or since it was interrupted. */
  async end() {
    const { code, signal } = await this.#ended;
    assert.ok(code === 0 || signal === 'SIGINT', `ended with ${code ?? signal}: ${this.printed}${this.#errors}`);
    return this.printed;
  }
}
