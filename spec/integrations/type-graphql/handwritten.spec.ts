import { expect } from 'chai';
import { Arg, ID, Query, Resolver } from 'type-graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { primary } from './support/fields.js';
import { Album, Artist, Biography, musicShop, OrderLine, stock, Track } from './support/music-shop.js';

/** What an entity holds in the place of a related object that is not loaded. */
class Reference {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  unwrap(): this {
    return this;
  }
}

describe('emitSchema with hand-written resolvers that return managed classes', () => {
  const shop = stock();

  @Resolver()
  class Charts {
    @Query(() => [Artist])
    hot(): readonly object[] {
      return shop.artists.map(({ id, name }) => Object.assign(new Artist(), { id, name, albums: [] }));
    }

    @Query(() => Track)
    hit(): object {
      return Object.assign(new Track(), { id: 111n, name: 'Hit', unitPrice: '9.90', album: new Reference(11) });
    }

    @Query(() => OrderLine)
    lastLine(): object {
      return { order: Object.assign(new Reference(0), { number: 7 }), line: 2 };
    }

    @Query(() => Biography)
    life(): object {
      return { artist: 1, text: 'By hand.' };
    }

    @Query(() => [Artist])
    mixed(): readonly object[] {
      return [
        { id: 1, name: 'Stored' },
        { id: 99, name: 'Gone' },
      ];
    }

    @Query(() => Artist)
    unsaved(): object {
      return { name: 'New' };
    }
  }

  const boot = (): BootedSchema => new BootedSchema(musicShop(shop), { resolvers: [Charts] });

  it('reads relations of the objects of a list together', async () => {
    const app = boot();
    const { hot } = await app.data(
      '{ hot { id name albums(first: 1) { totalCount nodes { title tracks(first: 1) { nodes { name } } } } } }',
    );
    expect(hot).to.have.lengthOf(3);
    expect((hot as readonly object[])[1]).to.deep.equal({
      id: '2',
      name: 'Artist 2',
      albums: { totalCount: 2, nodes: [{ title: 'Album 2.1', tracks: { nodes: [{ name: 'Track 21.1' }] } }] },
    });
    expect(app.calls.map(({ method, manager, keys }) => ({ method, manager, keys }))).to.deep.equal([
      { method: 'readMany', manager: 'Artist', keys: [1, 2, 3] },
    ]);
    expect(app.adapter.plans).to.have.lengthOf(1);
  });

  it('reads each selection of a relation with its own arguments', async () => {
    const { hot } = await boot().data(
      '{ hot { a: albums(first: 1) { nodes { title } } b: albums(first: 1, sort: [{ title: DESC }]) { nodes { title } } } }',
    );
    expect((hot as readonly object[])[0]).to.deep.equal({ a: { nodes: [{ title: 'Album 1.1' }] }, b: { nodes: [{ title: 'Album 1.2' }] } });
  });

  it('keeps executions apart that share a context', async () => {
    const app = boot();
    const source = 'query ($n: Int) { hot { albums(first: $n) { nodes { title } } } }';
    const context = {};
    const counts = await Promise.all(
      [1, 2].map(async (n) => {
        const { hot } = await app.data(source, { n }, context);
        return (hot as readonly { readonly albums: { readonly nodes: readonly object[] } }[]).map(({ albums }) => albums.nodes.length);
      }),
    );
    expect(counts).to.deep.equal([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('reads values from the object, by the name of the property', async () => {
    const app = boot();
    expect(await app.data('{ hit { id name price } }')).to.deep.equal({ hit: { id: '111', name: 'Hit', price: '9.90' } });
    expect(app.calls).to.deep.equal([]);
  });

  it('finds the key in related entities, references and bare keys', async () => {
    const app = boot();
    expect(await app.data('{ lastLine { position track { name } } }')).to.deep.equal({
      lastLine: { position: '2', track: { name: 'Track 11.2' } },
    });
    expect(await app.data('{ life { text artist { name } } }')).to.deep.equal({ life: { text: 'By hand.', artist: { name: 'Artist 1' } } });
    expect(app.calls.map(({ keys }) => keys)).to.deep.equal([[{ order: 7, line: 2 }], [1]]);
  });

  it('reads lazy values of entities that do not have them, together', async () => {
    const unloaded = { unwrap: () => undefined, isInitialized: () => false };
    const loaded = { unwrap: () => 'la la', isInitialized: () => true };
    const objects = [{ id: 111n, lyrics: unloaded }, { id: 112n }, { id: 113n, lyrics: loaded }, { id: 121n, lyrics: null }];
    @Resolver()
    class Songs {
      @Query(() => [Track])
      songs(): readonly object[] {
        return objects;
      }
    }
    const { artists, albums, tracks } = stock();
    for (const track of tracks) Object.assign(track, { lyrics: `Text of ${track.name}` });
    const app = new BootedSchema(musicShop({ artists, albums, tracks }), { resolvers: [Songs] });
    expect(await app.data('{ songs { lyrics } track(id: 111) { lyrics } }')).to.deep.equal({
      songs: [{ lyrics: 'Text of Track 11.1' }, { lyrics: 'Text of Track 11.2' }, { lyrics: 'la la' }, { lyrics: null }],
      track: { lyrics: 'Text of Track 11.1' },
    });
    expect(app.calls.filter(({ method }) => method === 'readMany').map(({ keys }) => keys)).to.deep.equal([[111n, 112n]]);
  });

  it('gives an empty page, not an error, where an object is missing or hidden', async () => {
    const { mixed } = await boot().data(
      '{ mixed { name albums { totalCount nodes { title } edges { cursor } pageInfo { hasNextPage startCursor } } } }',
    );
    expect((mixed as readonly object[])[1]).to.deep.equal({
      name: 'Gone',
      albums: { totalCount: 0, nodes: [], edges: [], pageInfo: { hasNextPage: false, startCursor: null } },
    });
  });

  it('refuses relations of an object without a key, that object alone', async () => {
    const { data, errors } = await boot().execute('{ unsaved { name albums { totalCount } } }');
    expect(data).to.equal(null);
    expect(errors?.[0]?.extensions).to.deep.include({ gm: 'GM_GQL_OBJECT_WITHOUT_KEY', code: 'INTERNAL_SERVER_ERROR' });
  });

  it('applies the policies of related managers', async () => {
    @Resolver()
    class First {
      @Query(() => Album)
      firstAlbum(): object {
        return { id: 11, title: 'By hand' };
      }
    }
    const app = new BootedSchema(musicShop(shop), { resolvers: [First] });
    expect(await app.data('{ firstAlbum { label { name } } }')).to.deep.equal({ firstAlbum: { label: null } });
    const staff = { actor: { id: 1, roles: ['staff'] } };
    expect(await app.data('{ firstAlbum { label { name } } }', {}, staff)).to.deep.equal({ firstAlbum: { label: { name: 'Blue Note' } } });
  });

  it('serves operations that are left to a resolver', async () => {
    @Manager({ operations: { detail: 'custom', list: false } })
    @Permission({ read: everyone() })
    class Song {
      id = 0;
    }
    @Resolver()
    class Songs {
      @Query(() => Song, { nullable: true })
      song(@Arg('id', () => ID) id: string): object {
        return { id };
      }
    }
    const app = new BootedSchema([{ target: Song, description: { key: [{ field: 'id' }], fields: [primary('id', 'int')] } }], {
      resolvers: [Songs],
    });
    expect(Object.keys(app.schema.getQueryType()?.getFields() ?? {})).to.deep.equal(['song', 'capabilities']);
    expect(await app.data('{ song(id: "5") { id } }')).to.deep.equal({ song: { id: '5' } });
  });
});
