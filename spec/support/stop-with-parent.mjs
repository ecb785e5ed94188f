// Sends SIGTERM to this process when npm, or a process between npm and this one, is gone: npm passes SIGTERM on to its shell only,
// and nobody can pass SIGKILL on. Without it, servers that this process started would outlive `npm test` and `npm start`.
import { readFileSync } from 'node:fs';

const INTERVAL = 250;
const FARTHEST = 5;

const watched = chainToNpm();

setInterval(() => {
  const now = ancestors(watched.length);
  if (watched.some((pid, index) => pid !== now[index])) process.kill(process.pid, 'SIGTERM');
}, INTERVAL).unref();

/** The parent, and what is above it up to npm; further ones may end without harm, such as the terminal of a background job. */
function chainToNpm() {
  const chain = ancestors(FARTHEST);
  const npm = chain.findIndex((pid) => /^\d+ \(npm/.test(statusOf(pid)));
  return chain.slice(0, npm < 0 ? 1 : npm + 1);
}

function ancestors(count) {
  const chain = [process.ppid];
  while (chain.length < count) {
    const parent = Number(/\) \S (\d+) /.exec(statusOf(chain.at(-1)))?.[1] ?? 0);
    if (parent <= 1) break;
    chain.push(parent);
  }
  return chain;
}

// Only Linux tells by a file; elsewhere the parent alone is watched.
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
