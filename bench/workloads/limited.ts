import type { Workload } from './workload.js';

export const limited: Workload = {
  name: 'W8',
  title: '20 artists, of each the first 3 albums by title, of each the 2 longest tracks',
  documents: {
    'general-manager': `query W8($offset: Int!) {
      artists(first: 20, offset: $offset, sort: [{ id: ASC }]) { nodes { id name
        albums(first: 3, sort: [{ title: ASC }, { id: ASC }]) { nodes { id title
          tracks(first: 2, sort: [{ milliseconds: DESC }, { id: ASC }]) { nodes { id name milliseconds } }
        } }
      } }
    }`,
    'hand-written': `query W8($offset: Int!) {
      artists(limit: 20, offset: $offset) { id name
        albums: firstAlbums(limit: 3) { id title tracks: longestTracks(limit: 2) { id name milliseconds } }
      }
    }`,
    postgraphile: `query W8($offset: Int!) {
      artists: allArtistsList(first: 20, offset: $offset, orderBy: ARTIST_ID_ASC) { id: artistId name
        albums: albumsByArtistIdList(first: 3, orderBy: [TITLE_ASC, ALBUM_ID_ASC]) { id: albumId title
          tracks: tracksByAlbumIdList(first: 2, orderBy: [MILLISECONDS_DESC, TRACK_ID_ASC]) { id: trackId name milliseconds }
        }
      }
    }`,
  },
  turns: ({ artists }) => Math.max(1, Math.min(10, Math.floor(artists / 20))),
  variables: (turn) => ({ offset: turn * 20 }),
};
