import { GraphQLError, NoSchemaIntrospectionCustomRule, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BodyTooLarge, TooManyTokens, UnsupportedContentType } from './errors.js';
import type { Health } from './health.js';
import { limitRule } from './limit-rule.js';
import type { ServerLimits } from './limits.js';
import { clientError, completeError, validationError, type Presentation } from './present-error.js';

/** Answers the health endpoints ahead of GraphQL. */
export function healthPlugin(health: Health): Plugin {
  return {
    async onRequest({ url, request, endResponse, fetchAPI }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const answer = await health.answer(url.pathname);
      if (answer) endResponse(fetchAPI.Response.json(answer.body, { status: answer.status, headers: { 'cache-control': 'no-store' } }));
    },
  };
}

/** Refuses bodies that a foreign page could send without the browser asking first: only JSON is taken. */
export function jsonOnlyPlugin(): Plugin {
  return {
    onRequestParse({ request, endResponse, fetchAPI }) {
      const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
      if (request.method !== 'POST' || type === 'application/json' || type === 'application/graphql+json') return;
      const errors = [clientError(UnsupportedContentType.create({})).toJSON()];
      endResponse(fetchAPI.Response.json({ errors }, { status: 415 }));
    },
  };
}

/** Applies the limits on documents. */
export function limitPlugin(limits: ServerLimits, introspection: boolean): Plugin {
  const rule = limitRule(limits);
  const tooMany = TooManyTokens.create({ max: limits.maxTokens });
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string, options: object) => parseWithin(source, { ...options, maxTokens: limits.maxTokens }, tooMany));
    },
    onValidate({ addValidationRule }) {
      addValidationRule(rule);
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ result, setResult }) => setResult(result.map((error) => validationError(error as GraphQLError)));
    },
  };
}

function parseWithin(source: string, options: object, tooMany: Parameters<typeof clientError>[0]): ReturnType<typeof parse> {
  try {
    return parse(source, options);
  } catch (error) {
    const exceeded = error instanceof GraphQLError && error.message.includes('Document contains more');
    throw exceeded ? clientError(tooMany, { http: { spec: true, status: 400 } }) : error;
  }
}

/** Gives every error of an answer a code, and takes out what clients should not see. */
export function errorPlugin(presentation: Presentation, limits: ServerLimits): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || !result.errors) return;
      const errors = result.errors.map((error) => completeError(presentation, tooLarge(error, limits) ?? error));
      setResult({ ...result, errors });
    },
  };
}

function tooLarge(error: GraphQLError, { maxBodyBytes }: ServerLimits): GraphQLError | undefined {
  const http = error.extensions['http'] as { readonly status?: number } | undefined;
  return http?.status === 413 ? clientError(BodyTooLarge.create({ max: maxBodyBytes }), { http }) : undefined;
}
