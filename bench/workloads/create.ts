import { scattered, type Workload } from './workload.js';

const VARIABLES = '$name: String!, $album: Int!, $genre: Int!, $mediaType: Int!, $milliseconds: Int!, $unitPrice: String!, $tenant: Int!';

export const create: Workload = {
  name: 'W5',
  title: 'create a track',
  documents: {
    'general-manager': `mutation W5($name: String!, $album: ID!, $genre: ID!, $mediaType: ID!, $milliseconds: Int!, $unitPrice: Decimal!, $tenant: Int!) {
      createTrack(input: { name: $name, album: { connect: $album }, genre: { connect: $genre }, mediaType: { connect: $mediaType }, milliseconds: $milliseconds, unitPrice: $unitPrice, tenantId: $tenant }) {
        track { id name milliseconds }
      }
    }`,
    'hand-written': `mutation W5(${VARIABLES}) {
      createTrack(input: { name: $name, album: $album, genre: $genre, mediaType: $mediaType, milliseconds: $milliseconds, unitPrice: $unitPrice, tenantId: $tenant }) {
        id name milliseconds
      }
    }`,
    postgraphile: `mutation W5(${VARIABLES.replace('$unitPrice: String!', '$unitPrice: BigFloat!')}) {
      createTrack(input: { track: { name: $name, albumId: $album, genreId: $genre, mediaTypeId: $mediaType, milliseconds: $milliseconds, unitPrice: $unitPrice, tenantId: $tenant } }) {
        track { id: trackId name milliseconds }
      }
    }`,
  },
  turns: () => 400,
  variables: (turn, { albums, tenants }) => ({
    name: `Track "${turn}"`,
    album: scattered(turn, albums) + 1,
    genre: (turn % 25) + 1,
    mediaType: (turn % 5) + 1,
    milliseconds: 100_000 + turn,
    unitPrice: '0.99',
    tenant: turn % tenants,
  }),
  volatile: ['id'],
  undo: ({ tracks }) => `delete from track where track_id > ${tracks}`,
};
