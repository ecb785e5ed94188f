import { expect } from 'chai';
import type { OpenedApp } from './app/open.js';
import { EDGES, type Edge } from './app/values/edges.js';
import { columnOf, openValues, ROWS, rowsOf, STYLES, tableOf, VALUES, type Row, type Style } from './app/values/store.js';

const shown = (edge: Edge): unknown => ('shown' in edge ? edge.shown : edge.value);
const asked = (edge: Edge): unknown => ('asked' in edge ? edge.asked : shown(edge));

const UNSORTABLE = ['data', 'facts', 'plainJson', 'blob', 'bytes', 'celsius', 'euro', 'pair'];
const isList = (kind: string): boolean => EDGES[kind]?.some(({ value }) => Array.isArray(value)) === true;
const SORTABLE = Object.keys(EDGES).filter((kind) => !UNSORTABLE.includes(kind) && !isList(kind));

describe('kinds of values', () => {
  let app: OpenedApp;

  before(async () => {
    app = await openValues();
  });
  after(async () => app.close());

  for (const style of STYLES) describe(`by ${style}`, () => values(() => app, style));

  it('page by each kind without loss or repeat', async () => {
    for (const kind of SORTABLE) {
      const ids = [1, 2, 3, ...rowsOf(kind).map(({ id }) => id)];
      const bucket = app.gm
        .as(null)
        .manager('LegacyValue')
        .filter({ id: { in: ids } })
        .select({ id: true });
      for (const key of [kind, `-${kind}`]) {
        const expected = (await bucket.sort(key).page({ first: 1000 })).items;
        const found: unknown[] = [];
        for (let after: string | undefined, more = true; more;) {
          const page = await bucket.sort(key).page({ first: 2, ...(after !== undefined && { after }) });
          found.push(...page.items);
          after = page.endCursor;
          more = page.hasNext;
        }
        expect(found, key).to.deep.equal(expected);
      }
    }
  });
});

function values(opened: () => OpenedApp, style: Style): void {
  const list = `${style.toLowerCase()}Values`;
  const bucket = () => opened().gm.as(null).manager(`${style}Value`);
  const nodesOf = async (query: string, variables: Row): Promise<readonly Row[]> => {
    const { data } = await opened().execute(query, variables);
    return (data as Record<string, { readonly nodes: readonly Row[] }>)[list]?.nodes ?? [];
  };
  /** Rows as MikroORM reads them, in a unit of work of its own. */
  let found: ReadonlyMap<unknown, Row>;

  before(async () => {
    const em = opened().orm.em.fork();
    const rows: readonly object[] = await em.find(VALUES[style] as typeof VALUES.Legacy, {}, { populate: ['notes'] });
    found = new Map(rows.map((row) => [Reflect.get(row, 'id'), row as Row]));
  });

  for (const [kind, edges] of Object.entries(EDGES)) {
    const name = kind === 'renamed' ? 'alias' : kind;
    const rows = rowsOf(kind);
    const ids = rows.map(({ id }) => id);

    it(`${kind}: ${edges.length} values are the same everywhere`, async () => {
      const { items } = await bucket()
        .filter({ id: { in: ids } })
        .select({ id: true, [kind]: true })
        .sort('id')
        .page({ first: 1000 });
      expect(items).to.deep.equal(rows.map(({ id, edge }) => ({ id, [kind]: 'read' in edge ? edge.read : found.get(id)?.[kind] })));
      for (const { id, edge } of rows) if ('value' in edge) expect(found.get(id)?.[kind]).to.deep.equal(edge.value);
      const nodes = await nodesOf(
        `query ($ids: [ID!]) { ${list}(filter: { id: { in: $ids } }, sort: { id: ASC }, first: 1000) { nodes { id ${name} } } }`,
        { ids },
      );
      expect(nodes).to.deep.equal(rows.map(({ id, edge }) => ({ id: String(id), [name]: shown(edge) })));
    });

    it(`${kind}: eq finds just the one`, async () => {
      for (const { id, edge } of rows.filter(({ edge }) => edge.unfindable === undefined)) {
        const eq = 'read' in edge ? edge.read : found.get(id)?.[kind];
        expect(
          (
            await bucket()
              .filter({ [kind]: { eq } })
              .select({ id: true })
              .page()
          ).items,
          String(eq),
        ).to.deep.equal([{ id }]);
        const f = { [name]: { eq: asked(edge) } };
        const nodes = await nodesOf(`query ($f: ${style}ValueFilter) { ${list}(filter: $f) { nodes { id } } }`, { f });
        expect(nodes, JSON.stringify(f).slice(0, 200)).to.deep.equal([{ id: String(id) }]);
      }
    });
  }

  it('are all found that are not null', async () => {
    for (const kind of Object.keys(EDGES)) {
      const [{ count } = {}] = await opened().sql(
        `select count("${columnOf(opened(), style, kind)}")::int from "${tableOf(opened(), style)}"`,
      );
      const jsonNulls = rowsOf(kind).filter(({ edge }) => edge.sql === `'null'`).length;
      expect(
        await bucket()
          .filter({ [kind]: { isNull: false } })
          .count(),
        kind,
      ).to.equal(Number(count) - jsonNulls);
      expect(
        await bucket()
          .filter({ [kind]: { isNull: true } })
          .count(),
        kind,
      ).to.equal(ROWS.length - Number(count) + jsonNulls);
    }
  });

  it('sort as SQL does', async () => {
    for (const kind of SORTABLE) {
      for (const [direction, nulls] of [
        ['asc', 'last'],
        ['desc', 'first'],
      ] as const) {
        const order = `"${columnOf(opened(), style, kind)}" ${direction} nulls ${nulls}, id`;
        const expected = (await opened().sql(`select id from "${tableOf(opened(), style)}" order by ${order}`)).map(({ id }) => String(id));
        const name = kind === 'renamed' ? 'alias' : kind;
        const nodes = await nodesOf(`query ($sort: [${style}ValueSort!]) { ${list}(sort: $sort, first: 1000) { nodes { id } } }`, {
          sort: [{ [name]: direction.toUpperCase() }],
        });
        expect(
          nodes.map(({ id }) => id),
          order,
        ).to.deep.equal(expected);
      }
    }
  });
}
