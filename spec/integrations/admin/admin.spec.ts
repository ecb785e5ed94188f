import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { admin, type AdminMetadata, type AdminOptions, type AdminPage } from 'general-manager/admin';
import { createHandler, Unauthenticated, type Handler } from 'general-manager/graphql-server';
import { buildPage } from './support/build-page.js';
import { openStudio, type Studio } from './support/studio.js';

const ORIGIN = 'http://localhost';

describe('admin page: the server', function () {
  this.timeout(60_000);
  let studio: Studio;
  let environment: string | undefined;

  before(async () => {
    [studio] = await Promise.all([openStudio('admin_server'), buildPage()]);
  });
  after(async () => studio.close());
  beforeEach(() => {
    environment = process.env['NODE_ENV'];
  });
  afterEach(() => {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  });

  const context = (request: Request): { actor: object | null } => {
    const header = request.headers.get('authorization');
    if (header === 'nonsense') throw Unauthenticated.create({});
    return { actor: header === null ? null : { id: header, roles: header === 'boss' ? ['boss'] : [] } };
  };
  const serving = (options: AdminOptions = {}): Handler => createHandler(studio.gm, { context, pages: [admin(studio.gm, options)] });
  const codeOf = (make: () => unknown): unknown => {
    try {
      return make();
    } catch (error) {
      return isGeneralManagerError(error) ? error.code : error;
    }
  };

  describe('the files', () => {
    it('are a page under whatever path below, with a policy under which nothing runs but its own files', async () => {
      const handler = serving({ title: 'A <b> & "c"' });
      for (const path of ['/admin', '/admin/', '/admin/songs', '/admin/songs/o/1/edit']) {
        const answer = await handler.fetch(`${ORIGIN}${path}`);
        const text = await answer.text();
        expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8']);
        expect(text).to.include('<title>A &lt;b&gt; &amp; &quot;c&quot;</title>');
        expect(text).to.not.match(/<script(?![^>]* src="\/admin\/assets\/)|<style|https?:|\son\w+=/);
        const policy = answer.headers.get('content-security-policy') ?? '';
        expect(policy).to.match(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}';/);
        expect(policy).to.not.match(/unsafe|\*|https?:/);
        expect(text).to.include(/nonce-([\w-]+)/.exec(policy)?.[1]);
        expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      }
      const nonces = await Promise.all(
        [1, 2].map(async () => (await handler.fetch(`${ORIGIN}/admin`)).headers.get('content-security-policy')),
      );
      expect(nonces[0]).to.not.equal(nonces[1]);
    });

    it('are served with a tag by which browsers keep them, and none beside them', async () => {
      const handler = serving();
      for (const [name, type] of [
        ['admin.js', 'text/javascript'],
        ['admin.css', 'text/css'],
        ['licences.txt', 'text/plain'],
      ] as const) {
        const answer = await handler.fetch(`${ORIGIN}/admin/assets/${name}`);
        expect([answer.status, answer.headers.get('content-type')], name).to.deep.equal([200, `${type}; charset=utf-8`]);
        const tag = answer.headers.get('etag') ?? '';
        const again = await handler.fetch(`${ORIGIN}/admin/assets/${name}`, { headers: { 'if-none-match': tag } });
        expect([again.status, await again.text()]).to.deep.equal([304, '']);
      }
      for (const name of ['nope.js', '../admin.js', '..%2fadmin.ts', '%2e%2e/index.ts', 'constructor']) {
        expect((await handler.fetch(`${ORIGIN}/admin/assets/${name}`)).status, name).to.be.oneOf([200, 404]);
        expect(await (await handler.fetch(`${ORIGIN}/admin/assets/${name}`)).text(), name).to.not.include('import');
      }
    });

    it('need no network', async () => {
      const script = await (await serving().fetch(`${ORIGIN}/admin/assets/admin.js`)).text();
      const styles = await (await serving().fetch(`${ORIGIN}/admin/assets/admin.css`)).text();
      expect(styles).to.not.match(/url\((?!["']?data:)|@import/);
      expect(script).to.not.match(/\bimport\s*\(|\beval\(|new Function\(/);
      expect(script.length + styles.length).to.be.below(1_000_000);
    });

    it('are there only where the page is switched on, under the path that it was given', async () => {
      const without = createHandler(studio.gm);
      expect((await without.fetch(`${ORIGIN}/admin`)).status).to.equal(404);
      const moved = serving({ path: '/internal/desk' });
      expect((await moved.fetch(`${ORIGIN}/admin`)).status).to.equal(404);
      expect((await moved.fetch(`${ORIGIN}/administrator`)).status).to.equal(404);
      expect(await (await moved.fetch(`${ORIGIN}/internal/desk`)).text()).to.include('src="/internal/desk/assets/admin.js"');
      expect((await serving().fetch(`${ORIGIN}/administrator`)).status).to.equal(404);
      for (const path of ['admin', '/', '/admin/', '/a"b', '/a b', '/a?b']) {
        expect(
          codeOf(() => admin(studio.gm, { path })),
          path,
        ).to.equal('GM_ADMIN_INVALID_PATH');
      }
    });

    it('are only read, and answer HEAD without a body', async () => {
      const answer = await serving().fetch(`${ORIGIN}/admin`, { method: 'POST', body: '{}' });
      expect([answer.status, answer.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
      const head = await serving().fetch(`${ORIGIN}/admin`, { method: 'HEAD' });
      expect([head.status, await head.text()]).to.deep.equal([200, '']);
    });
  });

  describe('the metadata', () => {
    const metadata = async (handler: Handler, headers: Record<string, string> = {}): Promise<AdminMetadata> =>
      (await (await handler.fetch(`${ORIGIN}/admin/metadata`, { headers })).json()) as AdminMetadata;

    it('tell what is in the schema, and nothing else', async () => {
      const { managers, enums, embeddables, access } = await metadata(serving());
      expect(managers.map(({ plural }) => plural)).to.have.members([
        'artists',
        'works',
        'songs',
        'films',
        'credits',
        'secrets',
        'playlists',
      ]);
      expect(Object.keys(access)).to.have.members(managers.map(({ plural }) => plural));
      expect(access)
        .to.include({ secrets: access['secrets'] })
        .and.deep.include({ secrets: [], songs: ['count'] });
      expect(Object.keys(enums)).to.have.length(2);
      expect(Object.keys(embeddables)).to.have.members(['Place', 'Take']);
      const song = managers.find(({ name }) => name === 'Song');
      const kinds = Object.fromEntries(
        (song?.fields ?? []).map(({ name, kind, type, list }) => [name, `${kind} ${type}${list ? '[]' : ''}`]),
      );
      expect(kinds).to.include({
        plays: 'scalar bigint',
        budget: 'scalar decimal',
        mood: `enum ${Object.keys(enums)[0] ?? ''}`,
        tags: 'scalar string[]',
      });
      expect(kinds).to.include({
        place: 'embedded Place',
        takes: 'embedded Take[]',
        lead: 'one Artist',
        credits: 'many Credit[]',
        bars: 'scalar int',
      });
      expect(song?.actions).to.deep.include({
        action: 'master',
        name: 'masterSong',
        description: 'Says how loud it is.',
        scope: 'object',
        args: { id: 'ID!', input: 'SongMasterInput!', expected: 'Int', reason: 'String' },
        object: 'song',
        takes: [{ name: 'gain', kind: 'scalar', type: 'float', list: false, required: true }],
        result: true,
      });
      expect(song?.capabilities).to.deep.equal({
        name: 'capabilities',
        operations: ['update', 'delete'],
        fields: ['budget'],
        actions: ['master'],
      });
      expect(managers.find(({ name }) => name === 'Work')).to.deep.include({
        abstract: true,
        concrete: { Song: 'Song', Film: 'Film' },
        label: ['title'],
      });
      expect(managers.find(({ name }) => name === 'Credit')).to.deep.include({
        key: [
          { field: 'work', parts: [{ field: 'id' }] },
          { field: 'artist', parts: [{ field: 'id' }] },
        ],
        label: ['work', 'artist'],
      });
      expect(managers.find(({ name }) => name === 'Artist')?.fields.find(({ name }) => name === 'fee')).to.include({
        ruled: true,
        update: true,
      });
      // Which end keeps links, what of many objects there is, and what is remembered.
      const links = managers.flatMap(({ name, fields }) =>
        fields.filter(({ kind }) => kind === 'many').map((field) => [`${name}.${field.name}`, field.keeper, field.opposite, field.inverse]),
      );
      expect(links).to.deep.include.members([
        ['Playlist.songs', 'own', 'playlists', undefined],
        ['Song.playlists', 'other', 'songs', undefined],
        ['Artist.leads', 'other', 'lead', 'lead'],
      ]);
      expect(managers.filter(({ remembered }) => remembered).map(({ name }) => name)).to.deep.equal(['Playlist']);
      const playlist = managers.find(({ name }) => name === 'Playlist');
      expect(playlist?.history).to.deep.equal({ name: 'playlistHistory', args: { id: 'ID!', first: 'Int', after: 'String' } });
      expect(playlist?.deleteMany).to.deep.equal({
        name: 'deletePlaylists',
        args: { filter: 'PlaylistFilter!', max: 'Int', dryRun: 'Boolean', reason: 'String' },
      });
      expect(song?.history).to.equal(undefined);
      // Neither rules nor objects.
      expect(JSON.stringify(managers)).to.not.match(/role|bob|Artist 01/);
    });

    it('have names that the schema has', async () => {
      const { managers } = await metadata(serving());
      const [queries, mutations] = [studio.gm.schema.getQueryType(), studio.gm.schema.getMutationType()].map(
        (type) => type?.getFields() ?? {},
      );
      for (const { detail, list, history, create, update, updateMany, deleteMany, delete: remove, restore, actions, type } of managers) {
        for (const each of [detail, list, history])
          if (each) expect(queries?.[each.name]?.args.map(({ name }) => name)).to.deep.equal(Object.keys(each.args));
        for (const each of [create, update, updateMany, deleteMany, remove, restore, ...actions]) {
          if (each) expect(mutations?.[each.name]?.args.map(({ name }) => name)).to.deep.equal(Object.keys(each.args));
        }
        expect(studio.gm.schema.getType(type)).to.not.equal(undefined);
      }
    });

    it('are for everybody, or for whom "access" lets in; whoever has no valid credentials is refused', async () => {
      expect((await serving().fetch(`${ORIGIN}/admin/metadata`)).status).to.equal(200);
      const closed = serving({ access: ({ actor }) => actor !== null });
      const answer = await closed.fetch(`${ORIGIN}/admin/metadata`);
      expect(answer.status).to.equal(403);
      expect(await answer.text())
        .to.include('GM_ADMIN_FORBIDDEN')
        .and.not.include('Song');
      expect((await metadata(closed, { authorization: 'ann' })).managers).to.have.length(7);
      const refused = await closed.fetch(`${ORIGIN}/admin/metadata`, { headers: { authorization: 'nonsense' } });
      expect(refused.status).to.equal(401);
      expect(await refused.text()).to.include('GM_HTTP_UNAUTHENTICATED');
    });

    it('take labels from the options, and refuse those that there are not', async () => {
      const { managers } = await metadata(serving({ labels: { Song: ['title', 'owner'] } }));
      expect(managers.find(({ name }) => name === 'Song')?.label).to.deep.equal(['title', 'owner']);
      for (const labels of [{ Song: 'nope' }, { Nope: 'title' }] as const) {
        expect(
          codeOf(() => admin(studio.gm, { labels })),
          JSON.stringify(labels),
        ).to.equal('GM_ADMIN_UNKNOWN_LABEL');
      }
    });
  });

  describe('why something is denied', () => {
    const ask = async (handler: Handler, question: unknown, init: RequestInit = {}, origin = ORIGIN): Promise<Response> =>
      handler.fetch(`${origin}/admin/explain`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'ann', ...(init.headers as Record<string, string> | undefined) },
        body: typeof question === 'string' ? question : JSON.stringify(question),
        ...(init.method !== undefined && { method: init.method, body: null }),
      });
    const SONG = { manager: 'Song', operation: 'update', key: ['2'] };

    it('is told in development, of whoever asks, with the values that were looked at', async () => {
      const handler = serving({ explain: true });
      const answer = await ask(handler, SONG);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      const told = (await answer.json()) as {
        readonly allowed: boolean;
        readonly allow: readonly { readonly parts?: readonly unknown[] }[];
      };
      expect(told.allowed).to.equal(false);
      expect(JSON.stringify(told.allow)).to.include('"value":"bob"');
      expect(((await (await ask(handler, { ...SONG, key: ['1'] })).json()) as { allowed: boolean }).allowed).to.equal(true);
      const field = (await (await ask(handler, { manager: 'Artist', operation: 'read', key: ['1'], field: 'fee' })).json()) as {
        also: object[];
      };
      expect(field.also[0]).to.deep.include({ of: 'Artist.fee', allowed: false });
      const composite = await ask(handler, { manager: 'Credit', operation: 'delete', key: ['1', '2'] });
      expect(await composite.json()).to.deep.include({ found: true, allowed: false });
    });

    it('is told of actions by their own rules, of classes as a whole and of what is yet to be made without a key', async () => {
      const handler = serving({ explain: true });
      const told = async (question: object): Promise<Record<string, unknown>> =>
        (await (await ask(handler, question)).json()) as Record<string, unknown>;
      expect(await told({ manager: 'Song', operation: 'update', action: 'master', key: ['1'] })).to.deep.include({
        action: 'master',
        allowed: false,
        found: true,
        policy: 'role(boss), deny where({"owner":"nobody"})',
      });
      expect(await told({ manager: 'Song', operation: 'update', action: 'count' })).to.deep.include({ found: true, allowed: false });
      expect(await told({ manager: 'Artist', operation: 'create' })).to.deep.include({
        found: false,
        allowed: false,
        policy: 'role(boss)',
      });
    });

    it('is off unless it is switched on, and refused where NODE_ENV is production', async () => {
      const answer = await ask(serving(), SONG);
      expect(answer.status).to.equal(403);
      expect(await answer.text())
        .to.include('GM_ADMIN_EXPLAIN_REFUSED')
        .and.not.include('bob');
      const before = serving({ explain: true });
      process.env['NODE_ENV'] = 'production';
      expect((await ask(before, SONG)).status).to.equal(403);
      for (const options of [{ explain: true }, { explain: { hosts: ['x'] } }, { actors: [{ name: 'a', headers: {} }] }]) {
        expect(codeOf(() => admin(studio.gm, options))).to.equal('GM_ADMIN_UNSAFE_OPTION');
      }
      expect((await serving({ explain: false }).fetch(`${ORIGIN}/admin`)).status).to.equal(200);
    });

    it('is told to requests to this machine alone, so that no name that was given its address reaches it', async () => {
      const handler = serving({ explain: true });
      for (const host of ['http://127.0.0.1:4000', 'http://[::1]:4000', 'http://127.8.9.1'])
        expect((await ask(handler, SONG, {}, host)).status, host).to.equal(200);
      for (const host of ['http://evil.example', 'http://127.0.0.1.evil.example', 'http://192.168.1.2', 'http://localhost.evil.example']) {
        expect((await ask(handler, SONG, {}, host)).status, host).to.equal(403);
      }
      const named = serving({ explain: { hosts: ['dev.example'] } });
      expect((await ask(named, SONG, {}, 'http://dev.example')).status).to.equal(200);
      expect((await ask(named, SONG, {}, 'http://evil.example')).status).to.equal(403);
    });

    it('takes only JSON by POST, which foreign pages cannot send, and refuses questions that are none', async () => {
      const handler = serving({ explain: true });
      const wrong: readonly (readonly [string, unknown, RequestInit?])[] = [
        ['GET', undefined, { method: 'GET' }],
        ['a form', 'manager=Song', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
        ['plain text', SONG, { headers: { 'content-type': 'text/plain' } }],
        ['no JSON', '{'],
        ['nothing', 'null'],
        ['an unknown manager', { ...SONG, manager: 'Nope' }],
        ['an unknown operation', { ...SONG, operation: 'toString' }],
        ['an unknown field', { ...SONG, field: 'constructor' }],
        ['an unknown action', { ...SONG, action: 'constructor' }],
        ['an action that is none', { ...SONG, action: {} }],
        ['an action that reads', { ...SONG, operation: 'read', action: 'master' }],
        ['a key of too many parts', { ...SONG, key: ['1', '2'] }],
        ['a key of too few parts', { ...SONG, key: [] }],
        ['a key that is none', { ...SONG, key: { id: 1 } }],
        ['a long question', { ...SONG, key: ['x'.repeat(20_000)] }],
      ];
      for (const [title, question, init] of wrong) {
        const answer = await ask(handler, question ?? '', init);
        expect(answer.status, title).to.equal(400);
        expect(await answer.text(), title).to.include('GM_ADMIN_INVALID_QUESTION');
      }
      const malformed = await ask(handler, { ...SONG, key: ['x'] });
      expect([malformed.status, await malformed.text()]).to.satisfy(
        ([status, text]: [number, string]) => status === 400 && text.includes('GM_READ_INVALID_KEY'),
      );
    });
  });

  it('gives what developers may act as to the page, and nothing of it by default', async () => {
    const actors = [{ name: 'ann', headers: { authorization: 'ann' } }];
    expect(await (await serving({ actors }).fetch(`${ORIGIN}/admin`)).text()).to.include('authorization');
    expect(await (await serving().fetch(`${ORIGIN}/admin`)).text()).to.not.include('authorization');
  });

  it('is what the option "pages" takes', () => {
    const page: AdminPage = admin(studio.gm);
    expect(page.path).to.equal('/admin');
  });
});
