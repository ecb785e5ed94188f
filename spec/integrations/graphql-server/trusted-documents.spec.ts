import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createHandler, loadManifest, makeManifest, type TrustedDocumentOptions } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { JSON_HEADERS, send, type Answer } from './support/send.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const HELLO = 'query Hello($name: String) { hello(name: $name) }';
const ID = sha256(HELLO);
const persisted = (sha256Hash: unknown): object => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const URL_OF = 'http://localhost/graphql';

describe('graphql-server: trusted documents', () => {
  const application = new TestApplication();
  const asking = (trustedDocuments?: TrustedDocumentOptions) => {
    const { fetch } = createHandler(application, trustedDocuments ? { trustedDocuments } : {});
    return {
      post: async (body: object) => send(URL_OF, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(body) }, fetch),
      get: async (params: Record<string, string>) => send(`${URL_OF}?${new URLSearchParams(params)}`, {}, fetch),
    };
  };
  const world = ({ data }: Answer): void => expect(data).to.deep.equal({ hello: 'hello world' }) as unknown as void;
  const refused = ({ status, errors, data }: Answer, gm: string, code: string, expected = 400): void => {
    expect(errors?.[0]?.extensions).to.include({ gm, code });
    expect([status, data]).to.deep.equal([expected, undefined]);
  };

  for (const [title, documents] of [
    ['a record', { [ID]: HELLO }],
    ['a map', new Map([[ID, HELLO]])],
    ['a store that takes its time', { get: async (id: string) => Promise.resolve(id === ID ? HELLO : undefined) }],
  ] as const) {
    it(`are found by id and by hash, by POST and by GET, in ${title}`, async () => {
      const { get, post } = asking({ documents, only: true });
      world(await post({ documentId: ID }));
      world(await post({ documentId: `sha256:${ID}` }));
      world(await post(persisted(ID)));
      world(await get({ documentId: ID }));
      world(await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: ID } }) }));
      expect((await post({ documentId: ID, variables: { name: 'you' } })).data).to.deep.equal({ hello: 'hello you' });
      world(await post({ ...persisted(ID), query: HELLO }));
    });
  }

  it('are the only ones where that is asked for', async () => {
    const { get, post } = asking({ documents: { [ID]: HELLO }, only: true });
    for (const body of [{ query: '{ hello }' }, { query: HELLO }, {}, { query: '{ hello }', extensions: { persistedQuery: {} } }]) {
      refused(await post(body), 'GM_HTTP_UNTRUSTED_DOCUMENT', 'FORBIDDEN', 403);
    }
    refused(await get({ query: '{ hello }' }), 'GM_HTTP_UNTRUSTED_DOCUMENT', 'FORBIDDEN', 403);
    refused(await get({ query: '{ __schema { types { name } } }' }), 'GM_HTTP_UNTRUSTED_DOCUMENT', 'FORBIDDEN', 403);
    const other = '{ node { name } }';
    for (const body of [
      { ...persisted(sha256(other)), query: other },
      { documentId: sha256(other), query: other },
    ]) {
      refused(await post(body), 'GM_HTTP_UNKNOWN_DOCUMENT', 'PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it('do not let the text of another pass under their id', async () => {
    for (const only of [true, false]) {
      const { post } = asking({ documents: { [ID]: HELLO }, only });
      refused(await post({ ...persisted(ID), query: '{ node { name } }' }), 'GM_HTTP_DOCUMENT_MISMATCH', 'BAD_USER_INPUT');
      refused(await post({ documentId: ID, query: '{ node { name } }' }), 'GM_HTTP_DOCUMENT_MISMATCH', 'BAD_USER_INPUT');
    }
  });

  it('are not registered by requests', async () => {
    for (const options of [undefined, { documents: { [ID]: HELLO } }]) {
      const { post } = asking(options);
      const text = '{ node { name } }';
      refused(await post(persisted(sha256(text))), 'GM_HTTP_UNKNOWN_DOCUMENT', 'PERSISTED_QUERY_NOT_FOUND');
      // What clients of persisted queries send then.
      expect((await post({ ...persisted(sha256(text)), query: text })).data).to.deep.equal({ node: { name: 'node' } });
      refused(await post(persisted(sha256(text))), 'GM_HTTP_UNKNOWN_DOCUMENT', 'PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it('are unknown by whatever is no id', async () => {
    const asked: string[] = [];
    const documents = { get: (id: string): undefined => void asked.push(id) };
    const record = asking({ documents: { [ID]: HELLO } });
    for (const id of ['', '__proto__', 'constructor', 'toString', 'a b', '../x', 'x'.repeat(257), 7, {}, [ID], true, ID.toUpperCase()]) {
      refused(await record.post({ documentId: id }), 'GM_HTTP_UNKNOWN_DOCUMENT', 'PERSISTED_QUERY_NOT_FOUND');
      refused(await asking({ documents }).post(persisted(id)), 'GM_HTTP_UNKNOWN_DOCUMENT', 'PERSISTED_QUERY_NOT_FOUND');
    }
    expect(asked).to.deep.equal(['__proto__', 'constructor', 'toString', ID.toUpperCase()]);
  });

  it('tell nothing of a store that fails', async () => {
    const documents = {
      get: (): never => {
        throw new TypeError('select password from users');
      },
    };
    const { status, errors } = await asking({ documents }).post({ documentId: ID });
    expect([status, errors?.[0]?.extensions.code]).to.deep.equal([500, 'INTERNAL_SERVER_ERROR']);
  });

  it('are within the limits as any document', async () => {
    const { post } = asking({ documents: { deep: `{ node ${'{ next '.repeat(20)} { name } ${'}'.repeat(20)} }` } });
    refused(await post({ documentId: 'deep' }), 'GM_LIMIT_QUERY_DEPTH', 'LIMIT_EXCEEDED');
  });

  it('are queries where they are asked for by GET', async () => {
    const { get, post } = asking({ documents: { touch: 'mutation { touch }' } });
    expect((await get({ documentId: 'touch' })).status).to.equal(405);
    expect((await post({ documentId: 'touch' })).data).to.deep.equal({ touch: 1 });
  });

  describe('in files', () => {
    let folder: string;
    const file = async (name: string, content: string): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const reasonOf = async (making: Promise<unknown>): Promise<string> =>
      making.then(
        () => 'made',
        (error: unknown) => `${(error as { readonly code: string }).code} ${(error as Error).message}`,
      );
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'general-manager-documents-'));
    });
    after(async () => rm(folder, { recursive: true }));

    it('make a manifest, each operation with the fragments that it uses', async () => {
      const files = [
        await file('a.graphql', 'query One { node { ...Name } } query Two { hello } fragment Unused on Node { name }'),
        await file('b.graphql', 'fragment Name on Node { name }'),
      ];
      const manifest = await makeManifest(files);
      const texts = Object.values(manifest);
      expect(texts).to.have.length(2);
      expect(texts[0]).to.match(/^query One [^]*fragment Name on Node/);
      expect(texts.join('')).to.not.include('Unused');
      expect(Object.keys(manifest)).to.deep.equal(texts.map(sha256));
      const path = await file('manifest.json', JSON.stringify(manifest));
      const { post } = asking({ documents: await loadManifest(path), only: true });
      expect((await post({ documentId: Object.keys(manifest)[0] })).data).to.deep.equal({ node: { name: 'node' } });
    });

    it('may be manifests of Apollo', async () => {
      const operations = [{ id: ID, name: 'Hello', type: 'query', body: HELLO }];
      const path = await file('apollo.json', JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
      expect([...(await loadManifest(path))]).to.deep.equal([[ID, HELLO]]);
    });

    it('are refused where they are not of use', async () => {
      for (const [content, reason] of [
        ['{', 'valid JSON'],
        ['[]', 'not an object'],
        ['{"a":1}', 'missing'],
        ['{"operations":[{"id":"a"}]}', 'missing'],
        ['{"operations":[null]}', 'missing'],
        ['{"a":"{"}', 'does not parse'],
      ] as const) {
        const said = await reasonOf(loadManifest(await file('bad.json', content)));
        expect(said)
          .to.match(/^GM_HTTP_INVALID_MANIFEST /)
          .and.include(reason);
      }
      for (const [content, reason] of [
        ['{ hello }', 'no name'],
        ['query A { hello } query A { me }', 'same name'],
        ['query A { hello } fragment B on Node { name } fragment B on Node { name }', 'same name'],
        ['{', 'does not parse'],
      ] as const) {
        const said = await reasonOf(makeManifest([await file('bad.graphql', content)]));
        expect(said)
          .to.match(/^GM_HTTP_INVALID_MANIFEST /)
          .and.include(reason);
      }
    });
  });
});
