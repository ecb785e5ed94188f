import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Track } from './music.js';

@ObjectType()
export class TrackPage {
  @Field(() => Int)
  totalCount!: number;

  @Field(() => [Track])
  nodes!: Track[];
}

@InputType()
export class TrackInput {
  @Field()
  name!: string;

  @Field(() => Int)
  album!: number;

  @Field(() => Int)
  genre!: number;

  @Field(() => Int)
  mediaType!: number;

  @Field(() => Int)
  milliseconds!: number;

  @Field(() => String)
  unitPrice!: string;

  @Field(() => Int)
  tenantId!: number;
}

@ObjectType()
export class GenreTotals {
  @Field(() => String, { nullable: true })
  genre?: string;

  @Field(() => Int)
  count!: number;

  /** Beyond 32 bits. */
  @Field(() => String)
  sum!: string;

  @Field(() => Int)
  max!: number;
}
