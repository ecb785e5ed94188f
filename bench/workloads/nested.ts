import type { Dialect, Workload } from './workload.js';

const ARTISTS = 20;
const FARTHEST = 780;

/** The nested list, under the name of an operation. */
const documents = (name: string): Record<Dialect, string> => ({
  'general-manager': `query ${name}($offset: Int!) {
    artists(first: ${ARTISTS}, offset: $offset, sort: [{ id: ASC }]) { nodes { id name
      albums(first: 50, sort: [{ id: ASC }]) { nodes { id title
        tracks(first: 50, sort: [{ id: ASC }]) { nodes { id name milliseconds genre { id name } } }
      } }
    } }
  }`,
  'hand-written': `query ${name}($offset: Int!) {
    artists(limit: ${ARTISTS}, offset: $offset) { id name albums { id title tracks { id name milliseconds genre { id name } } } }
  }`,
  postgraphile: `query ${name}($offset: Int!) {
    artists: allArtistsList(first: ${ARTISTS}, offset: $offset, orderBy: ARTIST_ID_ASC) { id: artistId name
      albums: albumsByArtistIdList(orderBy: ALBUM_ID_ASC) { id: albumId title
        tracks: tracksByAlbumIdList(orderBy: TRACK_ID_ASC) { id: trackId name milliseconds genre: genreByGenreId { id: genreId name } }
      }
    }
  }`,
});

/** Offsets of pages that all are full. */
const offsets = (artists: number): number => Math.max(1, Math.floor(Math.min(FARTHEST, artists - ARTISTS) / ARTISTS) + 1);

export const nested: Workload = {
  name: 'W3',
  title: '20 artists, their 200 albums, 2,000 tracks, each with its genre; at offsets',
  documents: documents('W3'),
  turns: ({ artists }) => offsets(artists),
  variables: (turn) => ({ offset: turn * ARTISTS }),
};

/** Offsets make some contenders read what they skip; the first page shows them without. */
export const nestedFirst: Workload = {
  name: 'W3first',
  title: 'W3, the first page only',
  documents: documents('W3'),
  turns: () => 1,
  variables: () => ({ offset: 0 }),
};

export const guarded: Workload = {
  name: 'W4',
  title: 'W3 with a row policy on artists, albums and tracks, for ten tenants; at offsets',
  documents: documents('W4'),
  turns: ({ artists, tenants }) => tenants * Math.max(1, Math.min(4, Math.floor(artists / tenants / ARTISTS))),
  variables: (turn, { tenants }) => ({ offset: Math.floor(turn / tenants) * ARTISTS }),
  tenant: (turn, { tenants }) => turn % tenants,
};
