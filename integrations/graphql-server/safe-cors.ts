import type { YogaServerOptions } from 'graphql-yoga';
import { maskError, type Presentation } from './present-error.js';

type Cors = NonNullable<YogaServerOptions<object, object>['cors']>;

/** Lets nobody in across origins when the application's function for it fails; Yoga would answer with the stack of the error. */
export function safeCors(cors: Cors, presentation: Presentation): Cors {
  if (typeof cors !== 'function') return cors;
  return async (...args) => {
    try {
      return await cors(...args);
    } catch (error) {
      maskError(presentation, error);
      return false;
    }
  };
}
