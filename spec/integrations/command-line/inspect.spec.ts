import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Introspection } from '../../../lib/index.js';
import { run } from './running.js';
import { gm } from './support/application.js';

/** The modules that the command is given. */
const APPLICATION = import.meta.resolve('./support/application.ts');
const BOOTING = import.meta.resolve('./support/booting.ts');
const FAULTY = import.meta.resolve('./support/faulty.ts');
const NOTHING = import.meta.resolve('./support/nothing.ts');

const TABLES = `\
  manager  interface           key         operations                    read                               create              update              delete
  -------  ------------------  ----------  ----------------------------  ---------------------------------  ------------------  ------------------  ------------------
  Artist   memory (read-only)  id          artist, artists               everyone                           nobody (no policy)  nobody (no policy)  nobody (no policy)
  Track    memory              artist, id  track (custom), tracks (off)  anyOf(authenticated, role(guest))  role(curator)       nobody (no policy)  nobody (no policy)

Artist
  field   type        notes  description
  ------  ----------  -----  --------------------------
  id      int!        key
  name    string!            What it says on the cover.
  tracks  -> [Track]

Track
  field    type        notes               description
  -------  ----------  ------------------  -----------
  id       bigint!     key
  artist   -> Artist!  key
  name     string      property title
  tags     [string]!
  version  int!        version, read-only
  lyrics   string!     lazy
  secret   string!     hidden
  moods    [Mood]!
  place    Point
`;

describe('general-manager inspect', () => {
  it('prints tables of managers and of their fields', async () => {
    expect(await run(['inspect', fileURLToPath(APPLICATION)])).to.deep.equal({ code: 0, stdout: TABLES, stderr: '' });
  });

  it('prints JSON', async () => {
    const { code, stdout } = await run(['inspect', fileURLToPath(APPLICATION), '--json']);
    expect(code).to.equal(0);
    const found = JSON.parse(stdout) as Introspection;
    expect(found).to.deep.equal(gm.introspect());
    expect(found.managers.map(({ name }) => name)).to.deep.equal(['Artist', 'Track']);
  });

  it('boots by a function that is exported', async () => {
    expect(await run(['inspect', fileURLToPath(BOOTING)])).to.deep.equal({ code: 0, stdout: TABLES, stderr: '' });
  });

  it('tells every problem of an application that does not boot', async () => {
    const { code, stdout, stderr } = await run(['inspect', fileURLToPath(FAULTY)]);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.equal(`GM_BOOT_FAILED: The application cannot boot: 2 problems.
  Plain: Plain was given to bootstrap({ managers }) but carries no @Manager(). (GM_DECL_NOT_A_MANAGER)
    Put @Manager() on the class, or remove it from \`managers\`.
  Other: Other was given to bootstrap({ managers }) but carries no @Manager(). (GM_DECL_NOT_A_MANAGER)
    Put @Manager() on the class, or remove it from \`managers\`.
Cure each listed problem, then boot again.
`);
  });

  it('fails where there is no application, and where there is no module', async () => {
    const [nothing, missing] = await Promise.all([run(['inspect', fileURLToPath(NOTHING)]), run(['inspect', 'spec/missing.ts'])]);
    expect([nothing.code, nothing.stdout]).to.deep.equal([1, '']);
    expect(nothing.stderr).to.match(/^GM_CLI_NO_APPLICATION: .*nothing\.ts exports no booted application\.\n/);
    expect([missing.code, missing.stdout]).to.deep.equal([1, '']);
    expect(missing.stderr).to.match(/^Cannot find module .*missing\.ts/);
  });

  it('explains itself', async () => {
    const [help, none, unknown, tooMuch, option] = await Promise.all(
      [['--help'], [], ['serve', 'x.ts'], ['inspect', 'x.ts', 'y.ts'], ['inspect', 'x.ts', '--xml']].map(async (args) => run(args)),
    );
    expect([help?.code, help?.stderr]).to.deep.equal([0, '']);
    expect(help?.stdout).to.match(/^Usage: general-manager inspect \[module\] \[--json\]\n/);
    for (const refused of [none, unknown, tooMuch, option]) {
      expect(refused).to.include({ code: 2, stdout: '' });
      expect(refused?.stderr)
        .to.match(/^GM_CLI_USAGE: /)
        .and.to.satisfy((text: string) => text.endsWith(`\n\n${help?.stdout}`));
    }
  });

  describe('in a folder', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'general-manager-inspect-'));
    });
    afterEach(async () => rm(folder, { recursive: true }));

    it('takes the module that package.json names, and its default export', async () => {
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', 'general-manager': { application: './app.js' } }));
      await writeFile(join(folder, 'app.js'), `export { gm as default } from ${JSON.stringify(APPLICATION)};`);
      expect(await run(['inspect'], folder)).to.deep.equal({ code: 0, stdout: TABLES, stderr: '' });
    });

    it('fails where none is named', async () => {
      const { code, stdout, stderr } = await run(['inspect'], folder);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(/^GM_CLI_NO_MODULE: /);
    });
  });
});
