import { sameText } from '../../signatures/hmac.ts';
import type { Json } from '../../util/json.ts';
import { readFaults, readSpaceSettings, SettingsError } from '../spaces/read-settings.ts';
import { jsonAnswer, problemAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Visit } from './desk.ts';
import { readPayload } from '../../http/read-payload.ts';
import type { ReadPayload } from '../../http/read-payload.ts';
import { baseOf, queryOf } from '../../http/request.ts';

const longestSettings = 64 * 1024;
const usualCount = 100;

/** The last deliveries, newest last. `?limit=` says how many at most, `?since=` which id they come after. */
export function listDeliveries({ space, request }: Visit): Answer {
  const [limit, since] = [queryOf(request, 'limit'), queryOf(request, 'since')].map(wholeNumber);
  if (Number.isNaN(limit)) return problemAnswer(400, '?limit= takes a whole number: how many deliveries at most.');
  if (Number.isNaN(since)) return problemAnswer(400, '?since= takes a whole number: the id of a delivery.');
  return jsonAnswer(200, { total: space.list.total, deliveries: space.list.latest(limit ?? usualCount, since ?? 0) });
}

/**
 * How many spaces there are. Their names are what gives access: they are told to whoever has the operator's key alone, who
 * can then end them.
 */
export function describeSpaces({ desk: { spaces, operatorKey }, request: { headers } }: Visit): Answer {
  const told = { mode: spaces.mode, count: spaces.count, most: spaces.most };
  if (headers.authorization === undefined) return jsonAnswer(200, told);
  if (operatorKey === undefined || !sameText(headers.authorization, `Bearer ${operatorKey}`))
    return problemAnswer(401, 'This is not the key of the operator.', {}, { 'www-authenticate': 'Bearer' });
  const list = spaces.list().map(({ name, usedAt, isProven, list: { total } }) => {
    return { name, used: new Date(usedAt).toISOString(), hasAccepted: isProven, deliveries: total };
  });
  return jsonAnswer(200, { ...told, spaces: list });
}

/** Makes a space, with a name that cannot be guessed unless the call has one. */
export async function createSpace(visit: Visit): Promise<Answer> {
  const { desk, request } = visit;
  if (desk.spaces.mode === 'none') return problemAnswer(403, 'This mock has no spaces.');
  const vendors = new Set(desk.contracts.map(({ vendor }) => vendor));
  return withSettings(visit, (value) => {
    const { name, settings } = readSpaceSettings(value, vendors);
    const space = desk.spaces.create(name, settings);
    if (space === 'taken') return problemAnswer(409, `There is a space called ${name} already.`);
    if (space === 'full') return problemAnswer(503, `There are ${desk.spaces.most} spaces already.`);
    const url = `${baseOf(request, desk.publicUrl)}${space.prefix}/`;
    const { quota, expiresAfter, expiresAt } = space;
    const told = { name: space.name, url, quota, expiresAfter, expires: new Date(expiresAt).toISOString() };
    return jsonAnswer(201, told, { location: url });
  });
}

export function changeFaults(visit: Visit): Promise<Answer> {
  return withSettings(visit, (value) => {
    visit.space.faults = readFaults(value);
    return jsonAnswer(200, visit.space.faults);
  });
}

/** Reads JSON that somebody sets something with. An empty body stands for an empty object. */
async function withSettings({ desk, request }: Visit, use: (value: Json) => Answer): Promise<Answer> {
  // Pages of strangers can have a browser send plain text to this machine, but no JSON. Source: Fetch, section 2.2.2.
  const contentType =
    request.headers['content-type'] ?? (request.headers.origin === undefined ? 'application/json' : '');
  if (!/^application\/json\s*(?:;|$)/i.test(contentType)) return problemAnswer(415, 'Send it as application/json.');
  const body = await desk.readBody(request, longestSettings);
  if (typeof body === 'string') return problemAnswer(413, `Settings have at most ${longestSettings} bytes.`);
  const read: ReadPayload = body.byteLength === 0 ? { payload: {} } : readPayload(body);
  if (read.problem !== undefined) return problemAnswer(400, read.problem);
  try {
    return use(read.payload);
  } catch (error) {
    if (error instanceof SettingsError) return problemAnswer(422, error.message);
    throw error;
  }
}

/** NaN for what is none. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : NaN;
}
