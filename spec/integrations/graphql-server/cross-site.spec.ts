import { expect } from 'chai';
import { createHandler, type HandlerOptions } from '../../../integrations/graphql-server/index.js';
import { SECRET, TestApplication } from './support/application.js';
import { send, type Answer } from './support/send.js';

const MUTATION = 'mutation { touch }';
const JSON_BODY = JSON.stringify({ query: MUTATION });

describe('graphql-server: cross-site requests', () => {
  let application: TestApplication;
  beforeEach(() => {
    application = new TestApplication();
  });

  const ask = async (init: RequestInit, options: HandlerOptions = {}, search = ''): Promise<Answer> =>
    send(`http://localhost/graphql${search}`, init, createHandler(application, options).fetch);

  it('refuses bodies that browsers send without asking first', async () => {
    const form = new FormData();
    form.append('operations', JSON_BODY);
    form.append('map', '{}');
    const bodies: readonly (readonly [BodyInit, string | undefined])[] = [
      [JSON_BODY, 'text/plain'],
      [JSON_BODY, 'text/plain; application/json'],
      [JSON_BODY, 'application/x-www-form-urlencoded'],
      [JSON_BODY, 'multipart/form-data; boundary=x'],
      [`query=${encodeURIComponent(MUTATION)}`, 'application/x-www-form-urlencoded; charset=utf-8'],
      [MUTATION, 'application/graphql'],
      [JSON_BODY, 'application/jsonx'],
      [JSON_BODY, ''],
      [new Blob([JSON_BODY]), undefined],
      [form, undefined],
    ];
    for (const [body, type] of bodies) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const { status, errors } = await ask({ method: 'POST', headers, body });
      expect(errors?.[0]?.extensions.gm, type).to.equal('GM_HTTP_CONTENT_TYPE');
      expect(status).to.equal(415);
    }
    expect(application.touched).to.equal(0);
  });

  it('takes JSON however its type is written', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/json ;charset=UTF-8']) {
      expect((await ask({ method: 'POST', headers: { 'content-type': type }, body: JSON_BODY })).errors, type).to.equal(undefined);
    }
    expect(application.touched).to.equal(4);
  });

  it('refuses mutations by GET', async () => {
    const { status, errors } = await ask({}, {}, `?query=${encodeURIComponent(MUTATION)}`);
    expect([status, errors?.[0]?.extensions.code]).to.deep.equal([405, 'BAD_REQUEST']);
    const named = `query A { hello } ${MUTATION.replace('mutation', 'mutation B')}`;
    expect((await ask({}, {}, `?query=${encodeURIComponent(named)}&operationName=B`)).status).to.equal(405);
    expect(application.touched).to.equal(0);
  });

  it('lets no other origin read, unless it is told to', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://a.example' }, body: JSON_BODY };
    const allowed = (answer: Answer): string | null => answer.headers.get('access-control-allow-origin');
    expect(allowed(await ask(init))).to.equal(null);
    expect(allowed(await ask(init, { cors: { origin: 'https://a.example' } }))).to.equal('https://a.example');
    expect(allowed(await ask(init, { cors: { origin: ['https://a.example', 'https://b.example'] } }))).to.equal('https://a.example');
    expect(allowed(await ask(init, { cors: { origin: ['https://b.example', 'https://c.example'] } }))).to.equal('null');
  });

  it('lets nobody in when the function for it fails', async () => {
    const cors = (): never => {
      throw new Error(SECRET);
    };
    const answer = await ask(
      { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://a.example' }, body: JSON_BODY },
      { cors },
    );
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('access-control-allow-origin')).to.equal(null);
    expect(application.logged).to.have.length(1);
  });
});
