// `npm run check`: all checks, some at a time, the longest first. What each said is printed whole when it is over; one that fails stops no other.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { availableParallelism, constants } from 'node:os';

const CHECKS = ['check:package', 'check:types', 'lint', 'check:boundaries', 'check:dead', 'check:docs', 'format:check'];

const waiting = [...CHECKS];
const running = new Set();
const failed = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(128 + constants.signals[signal]);
  });
}
await Promise.all(Array.from({ length: Math.min(availableParallelism(), CHECKS.length) }, runNext));
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function runNext() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const from = performance.now();
    const { code, output } = await run(name);
    if (code !== 0) failed.push(name);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    process.stdout.write(`\n== ${name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s\n${output.trim()}\n`);
  }
}

async function run(script) {
  const child = spawn(`npm run --silent ${script} 2>&1`, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const output = await text(child.stdout);
  const code = await ended;
  running.delete(child);
  return { code, output };
}
