// What examples in doc comments use without declaring it.
import type { Actor } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, http, offsetLimit, pageNumber, rest, type SendPage, type UpstreamRequest } from 'general-manager/http';
import { mockUpstream } from 'general-manager/http/testing';

export { readFile, writeFile } from 'node:fs/promises';
export { expect } from 'chai';
export { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
export * from 'general-manager/http';
export { mockUpstream, openApiOf, pactOf, verifyRecording } from 'general-manager/http/testing';

@Manager()
@Interface(
  http<Project>({
    baseUrl: 'https://api.example.com',
    fields: { id: field.id({ type: 'int' }), name: field.string(), state: field.string() },
    operations: { list: { path: '/projects', pagination: offsetLimit() }, detail: { path: '/projects/{id}' } },
  }),
)
@Permission<Project>({ read: everyone() })
export class Project {
  id!: number;
  name!: string;
  state!: string;
}

@Manager()
@Interface(rest<Task>({ baseUrl: 'https://api.example.com', path: '/tasks', fields: { id: field.id() }, pagination: pageNumber() }))
@Permission<Task>({ read: everyone() })
export class Task {
  id!: string;
}

export { Task as Quote, Project as Vendor };

export const upstream = mockUpstream(Project);
export const request: UpstreamRequest = { operation: 'list', method: 'GET', target: '/projects' };
export const send: SendPage = async () => ({ status: 200, headers: new Headers(), url: 'https://api.example.com/projects', body: [] });
export const tokenUrl = 'https://id.example.com/token';
export const readSecret = (): string => 'secret';
export const tokens = { of: (_actor: Actor): string => 'token' };
export const store = {
  tokenOf: (_actor: Actor): string => 'token',
  idOf: (_actor: Actor): string => 'ann',
  set: (_token: string, _actor: Actor): void => undefined,
};
