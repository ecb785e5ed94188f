import { GraphQLError } from 'graphql';
import { isGeneralManagerError, type ErrorKind } from '../../lib/plugin.js';
import type { HandlerOptions, RequestContext } from './options.js';
import { clientError, maskError, type Presentation } from './present-error.js';

const STATUS: Partial<Record<ErrorKind, number>> = { unauthenticated: 401, forbidden: 403, input: 400, limit: 429 };

/**
 * Asks the application who acts.
 *
 * @throws GraphQLError with the status of the answer: no operation runs for somebody who is not known
 */
export async function contextOf(context: HandlerOptions['context'], presentation: Presentation, request: Request): Promise<RequestContext> {
  try {
    return (await context?.(request)) ?? {};
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    const status = (isGeneralManagerError(error) && STATUS[error.kind]) || 500;
    const { message, extensions } = isGeneralManagerError(error) ? clientError(error) : maskError(presentation, error);
    throw new GraphQLError(message, { extensions: { ...extensions, http: { status } } });
  }
}
