import { expect } from 'chai';
import { toGraphQLError } from '../../../integrations/type-graphql/index.js';
import { defineError, type ErrorKind } from '../../../lib/plugin.js';
import { BootedSchema } from './support/boot.js';
import { musicShop } from './support/music-shop.js';

const codesOf = async (source: string, app = new BootedSchema(musicShop())): Promise<readonly unknown[]> => {
  const { errors } = await app.execute(source);
  return (errors ?? []).map(({ extensions }) => ({ code: extensions?.['code'], gm: extensions?.['gm'] }));
};

describe('errors of generated operations', () => {
  it('have the code of their kind, their own code and the cure', () => {
    const kinds: Readonly<Record<string, string>> = {
      input: 'BAD_USER_INPUT',
      forbidden: 'FORBIDDEN',
      missing: 'NOT_FOUND',
      limit: 'LIMIT_EXCEEDED',
      model: 'INTERNAL_SERVER_ERROR',
      internal: 'INTERNAL_SERVER_ERROR',
    };
    for (const [kind, code] of Object.entries(kinds)) {
      const Example = defineError({ code: 'GM_EXAMPLE', kind: kind as ErrorKind, message: () => 'It went wrong.', fix: 'Do it right.' });
      const error = toGraphQLError(Example.create({}));
      expect(error).to.deep.include({ message: 'It went wrong.', extensions: { code, gm: 'GM_EXAMPLE', fix: 'Do it right.' } });
    }
    expect(toGraphQLError(new Error('foreign'))).to.equal(undefined);
  });

  it('tell what the caller did wrong', async () => {
    expect(await codesOf('{ artist(id: "x") { id } }')).to.deep.equal([{ code: 'BAD_USER_INPUT', gm: 'GM_READ_INVALID_KEY' }]);
    expect(await codesOf('{ artists(after: "x") { totalCount } }')).to.deep.equal([
      { code: 'BAD_USER_INPUT', gm: 'GM_READ_INVALID_CURSOR' },
    ]);
    expect(await codesOf('{ artists(first: 5000) { totalCount } }')).to.deep.equal([{ code: 'LIMIT_EXCEEDED', gm: 'GM_LIMIT_PAGE_SIZE' }]);
    expect(await codesOf('{ artists(sort: [{ name: ASC, id: ASC }]) { totalCount } }')).to.deep.equal([
      { code: 'BAD_USER_INPUT', gm: 'GM_READ_INVALID_SORT' },
    ]);
    expect(await codesOf('{ labels { totalCount } }')).to.deep.equal([{ code: 'FORBIDDEN', gm: 'GM_PERM_FORBIDDEN' }]);
  });

  it('are no errors where an object is missing or hidden', async () => {
    expect(await new BootedSchema(musicShop()).data('{ artist(id: 99) { id } album(id: 11) { label { name } } }')).to.deep.equal({
      artist: null,
      album: { label: null },
    });
  });

  it('tell nothing of what went wrong inside', async () => {
    const app = new BootedSchema(musicShop());
    app.adapter.read = async () => {
      throw new Error('select * from secret');
    };
    const { data, errors } = await app.execute('{ artist(id: 1) { id } }');
    expect(data).to.deep.equal({ artist: null });
    expect(errors?.[0]?.message).to.match(/^Something went wrong on our side \(error [\w-]+\)\.$/);
    expect(errors?.[0]?.extensions).to.deep.include({ code: 'INTERNAL_SERVER_ERROR', gm: 'GM_INTERNAL' });
    expect(JSON.stringify(errors)).not.to.contain('secret');
    expect(app.logged).to.have.lengthOf(1);
  });

  it('leave the other fields of the answer alone', async () => {
    const { data, errors } = await new BootedSchema(musicShop()).execute('{ bad: artist(id: "x") { id } good: artist(id: 1) { id } }');
    expect(data).to.deep.equal({ bad: null, good: { id: '1' } });
    expect(errors?.[0]?.path).to.deep.equal(['bad']);
  });
});
