import type { ManagerModel, ReadRequest } from '../../../../lib/plugin.js';
import type { Subject } from '../subject.js';

/** One promise of the port: asks an adapter of its own, and notes what is otherwise. */
export interface Check {
  readonly name: string;
  readonly examine: (subject: Subject) => Promise<void>;
}

/** A promise that requests are answered as the objects themselves answer them. */
export const answering = (name: string, requests: (subject: Subject, manager: ManagerModel) => readonly ReadRequest[]): Check => ({
  name,
  examine: async (subject) => {
    for (const manager of subject.managers)
      for (const request of subject.spread(requests(subject, manager))) await subject.ask(manager, request);
  },
});

/** A page on which everything is. */
export const WHOLE = Object.freeze({ first: 1000 });
