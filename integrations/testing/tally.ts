import type { Answer } from './check/asker.js';
import type { ExaminedApplication } from './options.js';
import type { Question } from './question/question.js';
import { DOORS, type Door, type DoorReport, type Leak } from './report.js';

/** Counts what was checked, door by door, and gathers what was found. */
export class Tally {
  readonly #checks = new Map<Door, number>();
  readonly #available = new Set<Door>();
  readonly #leaks = new Map<string, Leak>();

  /** Notes that there is something to ask through a door. */
  offer(doors: Iterable<Door>): void {
    for (const door of doors) this.#available.add(door);
  }

  /** Notes a check of an answer, and of what else is in it. */
  check({ door, text }: Question, { body }: Answer): void {
    this.count(door);
    if (text.includes('totalCount')) this.count('count');
    if (text.includes('pageInfo')) this.count('connection');
    if (door !== 'cursor' && /Cursor|cursor/.test(text)) this.count('cursor');
    if (door !== 'capability' && /capabilities \{/.test(text)) this.count('capability');
    if (body.includes('"errors":[')) this.count('error');
  }

  count(door: Door): void {
    this.#checks.set(door, (this.#checks.get(door) ?? 0) + 1);
  }

  /** One of each kind is told: the first. */
  leak(leak: Leak): void {
    const id = JSON.stringify([leak.door, leak.manager, leak.field, leak.actor]);
    if (!this.#leaks.has(id)) this.#leaks.set(id, leak);
  }

  get leaks(): readonly Leak[] {
    return [...this.#leaks.values()];
  }

  get total(): number {
    return [...this.#checks.values()].reduce((sum, each) => sum + each, 0);
  }

  doors({ schema, direct }: ExaminedApplication, hasHandler: boolean): readonly DoorReport[] {
    const notes: Readonly<Partial<Record<Door, string | undefined>>> = {
      mutation: schema.getMutationType() ? 'Mutations are not carried out.' : undefined,
      'unique violation': schema.getMutationType() ? 'Mutations are not carried out.' : undefined,
      subscription: schema.getSubscriptionType() ? 'Subscriptions are not opened.' : undefined,
      direct: direct ? 'Nothing that was asked is answered without resolvers.' : undefined,
      transport: hasHandler ? undefined : 'Give "handler".',
    };
    return DOORS.map((door): DoorReport => {
      const checks = this.#checks.get(door) ?? 0;
      if (checks > 0) return { door, state: 'checked', checks };
      const note = notes[door] ?? (this.#available.has(door) ? 'There was no room for it: raise "questions".' : undefined);
      return note === undefined ? { door, state: 'absent', checks } : { door, state: 'unchecked', checks, note };
    });
  }
}
