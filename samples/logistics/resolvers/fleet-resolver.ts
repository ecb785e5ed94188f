import type { MikroORM } from '@mikro-orm/postgresql';
import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Port } from '../fleet/port.js';
import { Ship } from '../fleet/ship.js';
import type { User } from '../actors.js';

/** What hand-written resolvers get besides the actor. */
export interface FleetContext {
  readonly actor: User | null;
  readonly orm: MikroORM;
}

/** A type of the team's own, beside the generated ones. */
@ObjectType({ description: 'The fleet in numbers.' })
export class FleetSummary {
  @Field(() => Int)
  ships!: number;

  @Field(() => Int, { description: 'Metres of all ships one behind the other.' })
  metres!: number;
}

/** Hand-written operations in the same schema. They return entities; what is selected of these is read under the permissions. */
@Resolver(() => Port)
export class FleetResolver {
  @Query(() => FleetSummary)
  async fleetSummary(@Ctx() { orm }: FleetContext): Promise<FleetSummary> {
    const ships = await orm.em.fork().find(Ship, {}, { fields: ['dimensions'] });
    return { ships: ships.length, metres: Math.round(ships.reduce((sum, { dimensions }) => sum + Number(dimensions.length), 0)) };
  }

  @Query(() => Ship, { nullable: true, description: 'The ship that was launched last.' })
  async newestShip(@Ctx() { orm }: FleetContext): Promise<Ship | null> {
    const [newest] = await orm.em.fork().find(Ship, {}, { orderBy: { launched: 'desc' }, limit: 1 });
    return newest ?? null;
  }

  /** Takes the place of the generated list of ports: `operations: { list: 'custom' }`. */
  @Query(() => [Port], { description: 'The ports near a point, nearest first.' })
  async ports(
    @Ctx() { orm }: FleetContext,
    @Arg('latitude') latitude: number,
    @Arg('longitude') longitude: number,
    @Arg('first', () => Int, { defaultValue: 3 }) first: number,
  ): Promise<Port[]> {
    const distance = (port: Port): number => Math.hypot(port.latitude - latitude, port.longitude - longitude);
    const ports = await orm.em.fork().find(Port, {});
    return ports.toSorted((left, right) => distance(left) - distance(right)).slice(0, Math.min(Math.max(first, 0), 10));
  }

  /** A field of the team's own on a generated type. */
  @FieldResolver(() => String, { description: 'Latitude and longitude in words.' })
  position(@Root() { latitude, longitude }: Port): string {
    return `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? 'S' : 'N'}, ${Math.abs(longitude).toFixed(2)}° ${longitude < 0 ? 'W' : 'E'}`;
  }
}
