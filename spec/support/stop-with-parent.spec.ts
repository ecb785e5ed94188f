import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';

const HOOK = './spec/support/stop-with-parent.mjs';
const PROGRAM = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(); }); setInterval(() => undefined, 1000); console.log('started')`;

describe('stop with parent', () => {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`ends a program whose shell was ended by ${signal}`, async function () {
      if (process.platform === 'win32') this.skip();
      // The second command keeps the shell from giving its process to the first.
      const command = ['-c', '"$0" --import "$1" --eval "$2"; true', process.execPath, HOOK, PROGRAM];
      const shell = spawn('sh', command, { stdio: ['ignore', 'pipe', 'inherit'] });
      const output: string[] = [];
      shell.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
      await once(shell.stdout, 'data');
      shell.kill(signal);
      // The program holds the pipe for as long as it runs.
      await once(shell.stdout, 'end');
      expect(output.join('')).to.equal('started\nstopped\n');
    });
  }
});
