import type { Workload } from './workload.js';

const VARIABLES = '$genre: Int!, $mediaType: Int!, $offset: Int!';

export const page: Workload = {
  name: 'W2',
  title: 'page of 50, two filters, ordered by name, with the total',
  documents: {
    'general-manager': `query W2($genre: ID!, $mediaType: ID!, $offset: Int!) {
      tracks(filter: { genre: { id: { eq: $genre } }, mediaType: { id: { eq: $mediaType } } }, sort: [{ name: ASC }, { id: ASC }], first: 50, offset: $offset) {
        totalCount nodes { id name composer milliseconds bytes }
      }
    }`,
    'hand-written': `query W2(${VARIABLES}) {
      tracks: trackPage(genre: $genre, mediaType: $mediaType, offset: $offset) {
        totalCount nodes { id name composer milliseconds bytes }
      }
    }`,
    postgraphile: `query W2(${VARIABLES}) {
      tracks: allTracks(condition: { genreId: $genre, mediaTypeId: $mediaType }, orderBy: [NAME_ASC, TRACK_ID_ASC], first: 50, offset: $offset) {
        totalCount nodes { id: trackId name composer milliseconds bytes }
      }
    }`,
  },
  turns: () => 48,
  variables: (turn) => ({ genre: [1, 3, 4, 7][turn % 4] ?? 1, mediaType: 1, offset: Math.floor(turn / 4) * 10 }),
};
