import { expect } from 'chai';
import { GeneralManagerError } from 'general-manager';
import { openApp, type OpenedApp } from './app/open.js';
import { Mood } from './app/values/parts.js';
import { STYLES, tableOf, VALUES, type Row, type Style } from './app/values/store.js';

const SPOT = { latitude: -0.5, longitude: null, since: new Date('1899-12-31T23:59:59.999Z'), rank: 2n ** 63n - 1n };
const ADDRESS = { street: `1 "Main" \\ St.`, kind: Mood.Wild, rent: '1234567890123456.1000', secret: 'under the mat', spot: SPOT };
const BARE = { street: '' };
const SHOWN_SPOT = { latitude: -0.5, longitude: null, since: '1899-12-31T23:59:59.999Z', rank: '9223372036854775807' };
const SHOWN = { street: `1 "Main" \\ St.`, kind: 'Wild', rent: '1234567890123456.1000', spot: SHOWN_SPOT };
const SHOWN_BARE = { street: '', kind: null, rent: null, spot: null };
const SELECTION = '{ street kind rent spot { latitude longitude since rank } }';

const ROWS: readonly Row[] = [
  { id: 1, whole: 2_147_483_647, label: 'straße', secret: 'safe', notes: 'long', home: ADDRESS, stored: ADDRESS, sites: [ADDRESS, BARE] },
  { id: 2, whole: -1, label: 'éa', home: BARE, stored: BARE, sites: [] },
  { id: 3 },
];

describe('properties of other kinds', () => {
  let app: OpenedApp;

  before(async () => {
    app = await openApp(Object.values(VALUES));
    for (const style of STYLES) {
      const em = app.orm.em.fork();
      for (const row of ROWS) em.create(VALUES[style] as typeof VALUES.Legacy, row as never);
      await em.flush();
    }
  });
  after(async () => app.close());

  for (const style of STYLES) describe(`by ${style}`, () => properties(() => app, style));
});

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof GeneralManagerError ? error.code : String(error);
}

function properties(opened: () => OpenedApp, style: Style): void {
  const list = `${style.toLowerCase()}Values`;
  const bucket = () => opened().gm.as(null).manager(`${style}Value`);
  const shown = async (selection: string, filter = '{}'): Promise<unknown> => {
    const data = await opened().data(`{ ${list}(filter: ${filter}, sort: { id: ASC }) { nodes { ${selection} } } }`);
    return (data[list] as { readonly nodes: unknown }).nodes;
  };
  const idsOf = async (filter: string): Promise<unknown> => ((await shown('id', filter)) as readonly Row[]).map(({ id }) => Number(id));

  it('have the defaults of the database', async () => {
    expect(await shown('whole flag label preset revision', '{ id: { eq: 3 } }')).to.deep.equal([
      { whole: 0, flag: false, label: 'base', preset: 'preset', revision: 1 },
    ]);
  });

  it('are generated or computed by SQL, and compare like that', async () => {
    expect(await shown('doubled shout')).to.deep.equal(
      [
        { doubled: '4294967294', shout: 'STRASSE' },
        { doubled: '-2', shout: 'ÉA' },
        { doubled: '0', shout: 'BASE' },
      ].map((row, index) => (index === 0 ? { ...row, shout: 'STRAßE' } : row)),
    );
    expect(await idsOf('{ doubled: { gt: "4294967293" } }')).to.deep.equal([1]);
    expect(await idsOf('{ shout: { endsWith: "SE" } }')).to.deep.equal([3]);
    expect((await bucket().sort('-shout').select({ id: true }).all()).map(({ id }) => id)).to.deep.equal([2, 1, 3]);
  });

  it('count versions', async () => {
    const em = opened().orm.em.fork();
    const row = await em.findOneOrFail(VALUES[style] as typeof VALUES.Legacy, 2);
    row.label = 'éb';
    await em.flush();
    expect(await shown('revision', '{ revision: { eq: 2 } }')).to.deep.equal([{ revision: 2 }]);
    await opened().sql(`update "${tableOf(opened(), style)}" set label = 'éa' where id = 2`);
  });

  it('are read only when asked for where they are lazy', async () => {
    const [first] = await bucket().sort('id').all();
    expect(first).to.not.have.property('notes');
    expect(await bucket().sort('id').select({ notes: true }).first()).to.deep.equal({ notes: 'long' });
    expect(await shown('notes', '{ notes: { eq: "long" } }')).to.deep.equal([{ notes: 'long' }]);
  });

  it('are absent where they are hidden', async () => {
    const [first] = await bucket().sort('id').all();
    expect(first).to.not.have.property('secret');
    for (const hidden of [bucket().select({ secret: true }), bucket().filter({ secret: 'safe' }), bucket().sort('secret')]) {
      expect(await codeOf(hidden.all())).to.equal('GM_READ_UNKNOWN_FIELD');
    }
    expect(
      await codeOf(
        bucket()
          .filter({ home: { secret: { eq: 'x' } } })
          .all(),
      ),
    ).to.equal('GM_READ_UNKNOWN_FIELD');
    const { errors = [] } = await opened().execute(`{ ${list} { nodes { secret home { secret } } } }`);
    expect(errors.map(({ message }) => message.split('.')[0])).to.deep.equal([
      `Cannot query field "secret" on type "${style}Value"`,
      `Cannot query field "secret" on type "${style}Address"`,
    ]);
  });

  for (const name of ['home', 'stored'] as const) {
    it(`are embedded objects (${name})`, async () => {
      expect(await shown(`${name} ${SELECTION}`)).to.deep.equal([SHOWN, SHOWN_BARE, null].map((each) => ({ [name]: each })));
      const { secret: _secret, ...visible } = ADDRESS;
      const none = { kind: null, rent: null, spot: null };
      const rows = await bucket()
        .sort('id')
        .select({ [name]: true })
        .all();
      expect(rows).to.deep.equal([{ [name]: visible }, { [name]: { ...BARE, ...none } }, { [name]: null }]);
    });

    it(`compare by what is embedded (${name})`, async () => {
      expect(await idsOf(`{ ${name}: { street: { contains: "\\"Main\\" \\\\" } } }`)).to.deep.equal([1]);
      expect(await idsOf(`{ ${name}: { kind: { eq: Wild }, rent: { gt: "1234567890123456.0999" } } }`)).to.deep.equal([1]);
      expect(await idsOf(`{ ${name}: { spot: { rank: { eq: "9223372036854775807" } } } }`)).to.deep.equal([1]);
      expect(await idsOf(`{ ${name}: { spot: { since: { eq: "1899-12-31T23:59:59.999Z" }, latitude: { lt: 0 } } } }`)).to.deep.equal([1]);
      expect(await idsOf(`{ ${name}: { street: { eq: "" } } }`)).to.deep.equal([2]);
      expect(await idsOf(`{ ${name}: { spot: { latitude: { isNull: true } } } }`)).to.deep.equal([2, 3]);
      const sorted = await bucket()
        .sort({ [name]: { spot: { rank: 'desc nulls last' } } }, { [name]: { street: 'asc' } })
        .select({ id: true })
        .all();
      expect(sorted).to.deep.equal([{ id: 1 }, { id: 2 }, { id: 3 }]);
    });
  }

  it('are lists of embedded objects', async () => {
    expect(await shown(`sites ${SELECTION}`)).to.deep.equal([{ sites: [SHOWN, SHOWN_BARE] }, { sites: [] }, { sites: null }]);
    expect(
      await codeOf(
        bucket()
          .filter({ sites: { street: 'x' } })
          .all(),
      ),
    ).to.match(/^GM_READ_/);
  });
}
