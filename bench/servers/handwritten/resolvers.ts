import { Arg, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.js';
import { Album, Artist, Genre, MediaType, Track } from './music.js';
import { GenreTotals, TrackInput, TrackPage } from './types.js';

/** Objects of a page. */
const PAGE = 50;

@Resolver(() => Artist)
export class ArtistResolver {
  @Query(() => [Artist])
  async artists(
    @Arg('limit', () => Int) limit: number,
    @Arg('offset', () => Int) offset: number,
    @Ctx() { em, options }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Artist[]> {
    return em.find(Artist, {}, { ...options(info), orderBy: { id: 'asc' }, limit, offset });
  }

  @FieldResolver(() => [Album])
  async albums(@Root() { albums }: Artist): Promise<Album[]> {
    return albums.isInitialized() ? albums.getItems() : albums.loadItems();
  }

  @FieldResolver(() => [Album])
  async firstAlbums(@Root() artist: Artist, @Arg('limit', () => Int) limit: number): Promise<Album[]> {
    const albums = await this.albums(artist);
    return albums.toSorted((a, b) => (a.title < b.title ? -1 : Number(a.title > b.title)) || a.id - b.id).slice(0, limit);
  }
}

@Resolver(() => Album)
export class AlbumResolver {
  @FieldResolver(() => [Track])
  async tracks(@Root() { tracks }: Album): Promise<Track[]> {
    return tracks.isInitialized() ? tracks.getItems() : tracks.loadItems();
  }

  @FieldResolver(() => [Track])
  async longestTracks(@Root() album: Album, @Arg('limit', () => Int) limit: number): Promise<Track[]> {
    const tracks = await this.tracks(album);
    return tracks.toSorted((a, b) => b.milliseconds - a.milliseconds || a.id - b.id).slice(0, limit);
  }
}

@Resolver(() => Track)
export class TrackResolver {
  @Query(() => Track, { nullable: true })
  async track(@Arg('id', () => Int) id: number, @Ctx() { em, options }: Context, @Info() info: GraphQLResolveInfo): Promise<Track | null> {
    return em.findOne(Track, { id }, options(info));
  }

  @Query(() => [Track])
  async tracks(
    @Arg('limit', () => Int) limit: number,
    @Arg('offset', () => Int) offset: number,
    @Ctx() { em, options }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Track[]> {
    return em.find(Track, {}, { ...options(info), orderBy: { id: 'asc' }, limit, offset });
  }

  @Query(() => TrackPage)
  async trackPage(
    @Arg('genre', () => Int) genre: number,
    @Arg('mediaType', () => Int) mediaType: number,
    @Arg('offset', () => Int) offset: number,
    @Ctx() { em, options }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<TrackPage> {
    const where = { genre, mediaType };
    const [nodes, totalCount] = await em.findAndCount(Track, where, {
      ...options(info),
      orderBy: { name: 'asc', id: 'asc' },
      limit: PAGE,
      offset,
    });
    return { nodes, totalCount };
  }

  @FieldResolver(() => Genre)
  async genre(@Root() { genre }: Track): Promise<Genre> {
    return genre.isInitialized() ? genre.unwrap() : genre.loadOrFail();
  }

  @Query(() => [GenreTotals])
  async genreTotals(@Arg('position', () => Int) position: number, @Ctx() { em }: Context): Promise<GenreTotals[]> {
    return em.execute(
      `select g.name genre, t.count::int, t.sum, t.max
        from (select genre_id, count(*), sum(milliseconds), max(milliseconds) from track where position = ? group by genre_id) t
        join genre g using (genre_id) order by g.name`,
      [position],
    );
  }

  @Mutation(() => Track)
  async createTrack(
    @Arg('input', () => TrackInput) { album, genre, mediaType, ...values }: TrackInput,
    @Ctx() { em }: Context,
  ): Promise<Track> {
    const track = em.create(Track, {
      ...values,
      position: 1,
      explicit: false,
      createdAt: new Date(),
      album: em.getReference(Album, album),
      genre: em.getReference(Genre, genre),
      mediaType: em.getReference(MediaType, mediaType),
    });
    await em.flush();
    return track;
  }
}
