import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { SHOP } from '../../factory/support/shop.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';

const SEEDED = fileURLToPath(import.meta.resolve('./support/seeded.ts'));
const HOOKS = resolve('spec/support/typescript-hooks.mjs');
const MAIN = resolve('integrations/command-line/main.ts');

describe('general-manager seed', function () {
  this.timeout(60_000);
  let database: FreshDatabase;
  let orm: MikroORM;

  before(async () => {
    database = await freshDatabase('cli_seed');
    orm = await MikroORM.init({ clientUrl: database.url, entities: SHOP, metadataProvider: ReflectMetadataProvider });
  });
  beforeEach(async () => orm.schema.refresh());
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const seed = async (...args: readonly string[]): Promise<Outcome> =>
    run(['seed', SEEDED, ...args], '.', { SPEC_DATABASE_URL: database.url });
  const rows = async (text: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(text);
  const count = async (table: string): Promise<number> => Number((await rows(`select count(*) from ${table}`))[0]?.['count']);

  it('tells what is missing, makes it, and then makes no more', async () => {
    const dry = await seed('--manager', 'Product=30', '--dry-run');
    expect([dry.code, dry.stderr]).to.deep.equal([0, '']);
    expect(dry.stdout).to.equal(`\
  manager  were there  would be made  how
  -------  ----------  -------------  ----
  Maker    0           10             bulk
  Product  0           30             bulk
`);
    expect(await count('product')).to.equal(0);
    const made = await seed('--manager', 'Product=30', '--batch', '20');
    expect(made.stderr).to.equal('Maker: 10\nProduct: 30\n');
    expect(await count('product')).to.equal(30);
    const again = await seed('--manager', 'Product=30', '--manager=Label=2', '--json');
    expect(JSON.parse(again.stdout)).to.deep.equal([
      { manager: 'Maker', there: 10, missing: 0, how: 'bulk' },
      { manager: 'Label', there: 0, missing: 2, how: 'bulk' },
      { manager: 'Product', there: 30, missing: 0, how: 'bulk' },
    ]);
  });

  it('makes as many of every manager', async () => {
    const { code, stderr } = await seed('--count', '40');
    expect([code, stderr.split('\n').length - 1]).to.deep.equal([0, 6]);
    for (const table of ['maker', 'license', 'label', 'product', 'part', 'review']) expect(await count(table), table).to.equal(40);
    expect(await count('product_labels')).to.be.above(20);
    expect(await count('maker where mentor_id is not null')).to.be.above(20);
  });

  it('goes on where a run was killed, as if it had never been', async () => {
    const content = async (): Promise<unknown> => [
      await rows('select first_name, email, website, land, phone from maker order by id'),
      await rows('select p.*, m.email from product p join maker m on m.id = p.maker_id order by p.id').then((all) =>
        all.map(({ maker_id: _key, ...rest }) => rest),
      ),
    ];
    expect((await seed('--manager', 'Product=400', '--manager', 'Maker=300', '--batch', '20')).code).to.equal(0);
    const whole = await content();
    await orm.schema.refresh();
    await killed(async () => (await count('product')) >= 100);
    expect(await count('product')).to.be.within(100, 399);
    expect((await seed('--manager', 'Product=400', '--manager', 'Maker=300', '--batch', '20')).code).to.equal(0);
    expect(await content()).to.deep.equal(whole);
  });

  /** Starts a run and kills it without warning when it has come so far. */
  async function killed(isFar: () => Promise<boolean>): Promise<void> {
    const args = ['seed', SEEDED, '--manager', 'Product=400', '--manager', 'Maker=300', '--batch', '20'];
    const child = spawn(process.execPath, ['--conditions=source', '--import', pathToFileURL(HOOKS).href, MAIN, ...args], {
      env: { ...process.env, SPEC_DATABASE_URL: database.url },
      stdio: 'ignore',
    });
    const exited = new Promise((done) => child.once('exit', done));
    while (child.exitCode === null && !(await isFar())) await new Promise((done) => setTimeout(done, 5));
    child.kill('SIGKILL');
    await exited;
  }

  it('refuses what it does not understand', async () => {
    const outcomes = await Promise.all([
      seed(),
      seed('--manager', 'Product'),
      seed('--count', 'many'),
      seed('--manager', 'Nothing=3'),
      seed('--count', '1', '--batch', '0'),
    ]);
    expect(outcomes.map(({ code }) => code)).to.deep.equal([2, 1, 1, 1, 1]);
    expect(outcomes.map(({ stderr }) => /GM_\w+/.exec(stderr)?.[0])).to.deep.equal([
      'GM_CLI_USAGE',
      'GM_SEED_INVALID_TARGET',
      'GM_CLI_INVALID_ARGUMENT',
      'GM_READ_UNKNOWN_MANAGER',
      'GM_FACTORY_INVALID_OPTION',
    ]);
  });
});
