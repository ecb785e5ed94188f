import { expect } from 'chai';
import { createHandler } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';

const DOCUMENTS = {
  hello: 'query Hello($name: String) { hello(name: $name) }',
  fails: '{ hello nothing: fail }',
};

describe('graphql-server: answers to queries by GET', () => {
  const { fetch } = createHandler(new TestApplication(), { trustedDocuments: { documents: DOCUMENTS } });
  const get = async (params: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://localhost/graphql?${new URLSearchParams(params)}`, { headers });

  it('can be asked for again by their tag, by whoever got them alone', async () => {
    const first = await get({ documentId: 'hello' });
    const tag = first.headers.get('etag') ?? '';
    expect(await first.json()).to.deep.equal({ data: { hello: 'hello world' } });
    expect(tag).to.match(/^"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).to.equal('private, no-cache');
    expect(first.headers.get('vary')).to.include('authorization');
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await get({ documentId: 'hello' }, { 'if-none-match': known });
      expect([again.status, await again.text(), again.headers.get('etag')], known).to.deep.equal([304, '', tag]);
    }
    const other = await get({ documentId: 'hello', variables: '{"name":"you"}' }, { 'if-none-match': tag });
    expect([other.status, await other.json()]).to.deep.equal([200, { data: { hello: 'hello you' } }]);
  });

  it('are kept by nobody where the document is the client’s own, where there is an error, and by POST', async () => {
    const post = fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ documentId: 'hello' }),
    });
    const answers = [
      await get({ query: '{ hello }' }, { 'if-none-match': '*' }),
      await get({ documentId: 'fails' }, { 'if-none-match': '*' }),
      await post,
    ];
    for (const { headers, status } of answers)
      expect([headers.get('etag'), headers.get('cache-control'), status === 304]).to.deep.equal([null, 'no-store', false]);
  });
});
