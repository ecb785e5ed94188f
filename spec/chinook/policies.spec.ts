import { expect } from 'chai';
import { graphql } from 'graphql';
import { actor, where, type PermissionOptions } from 'general-manager/decorators';
import { swapPolicies } from '../permission/support/swap-policies.js';
import { CHINOOK, hasChinook, openMusicShop, type MusicShop } from './support/database.js';

const QUERY = `{ artists(first: 20, sort: [{ id: ASC }]) { nodes { name albums(first: 5) { nodes { title tracks(first: 50) { nodes { name } } } } } } }`;

/** A condition along two relations at each of three levels. */
const TWO_HOPS: Readonly<Record<string, PermissionOptions>> = {
  Artist: { read: where({ albums: { some: { tracks: { some: { unitPrice: { lt: actor('most') } } } } } }) },
  Album: { read: where({ tracks: { some: { genre: { name: { ne: actor('avoids') } } } } }) },
  Track: { read: where({ album: { artist: { name: { ne: actor('avoids') } } } }) },
};

interface Answer {
  readonly artists: {
    readonly nodes: readonly {
      readonly albums: { readonly nodes: readonly { readonly tracks: { readonly nodes: readonly unknown[] } }[] };
    }[];
  };
}

describe(hasChinook ? 'Chinook: policies' : `Chinook: policies (skipped: ${CHINOOK} is not there)`, function () {
  this.timeout(60_000);
  const shops: MusicShop[] = [];

  before(async function () {
    if (!hasChinook) return this.skip();
    shops.push(await openMusicShop(), await openMusicShop({ plugins: [swapPolicies(TWO_HOPS)] }));
  });
  after(async () => Promise.all(shops.map(async (shop) => shop.close())));

  it('of two relations at each of three levels take no statement more', async () => {
    const counts: number[] = [];
    const tracks: number[] = [];
    for (const { gm, watch } of shops) {
      const contextValue = { actor: { id: 1, most: '1.50', avoids: 'Accept' } };
      const { answer, statements } = await watch(async () => graphql({ schema: gm.schema, source: QUERY, contextValue }));
      counts.push(statements.length);
      const { artists } = (answer as { readonly data: Answer }).data;
      tracks.push(artists.nodes.flatMap(({ albums }) => albums.nodes.flatMap((album) => album.tracks.nodes)).length);
    }
    expect(counts).to.deep.equal([1, 1]);
    // The policies do hide something, and not everything.
    expect(tracks[1]).to.be.above(0);
    expect(tracks[1]).to.not.equal(tracks[0]);
  });
});
