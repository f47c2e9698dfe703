import type { Contract } from '../asyncapi/model.ts';
import { child, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import type { Changes, Lifecycle, Scenarios, State, Step, Transition } from './format.ts';
import type { Mistake } from './mistake.ts';
import { ScenarioError } from './scope.ts';
import { mistakesOfTimes } from './time-mistakes.ts';
import { compileValue } from './values.ts';

/** Most members of a population: each is held in memory for the whole run. */
const mostMembers = 10_000;

/** What scenarios of the right form name that is not there. */
export function findMistakes(contract: Contract, scenarios: Scenarios): Mistake[] {
  return [
    ...mistakesOfTimes(scenarios),
    ...mistakesOfPopulation(scenarios),
    ...mistakesOfRoots(scenarios),
    ...mistakesOfEvents(contract, scenarios),
    ...Object.entries(scenarios.lifecycles).flatMap(([name, lifecycle]) =>
      mistakesOfLifecycle(scenarios, lifecycle, child('/lifecycles', name)),
    ),
  ];
}

function mistakesOfPopulation({ population, line, occasions = [] }: Scenarios): Mistake[] {
  const kinds = Object.keys(population);
  const found = Object.entries(population).flatMap(([name, { per, values = {} }]) => {
    const pointer = child('/population', name);
    const seen = new Set([name]);
    let above = per;
    for (; above !== undefined && !seen.has(above); above = population[above]?.per) seen.add(above);
    return [
      ...(per === undefined ? [] : unknownName(kinds, per, 'kind', `${pointer}/per`)),
      ...(above === undefined ? [] : [{ pointer: `${pointer}/per`, message: `"${name}" stands below itself.` }]),
      ...mistakesOfValue(() => compileValue(values), `${pointer}/values`),
      ...(above === undefined ? tooMany(population, name, pointer) : []),
    ];
  });
  return [
    ...unknownName(kinds, line, 'kind', '/line'),
    ...occasions.flatMap(({ each }, index) => unknownName(kinds, each, 'kind', `/occasions/${index}/each`)),
    ...found,
  ];
}

/** Counts multiply from a kind to those below it. */
function tooMany(population: Scenarios['population'], name: string, pointer: string): Mistake[] {
  let members = 1;
  for (let kind = population[name]; kind !== undefined; kind = population[kind.per ?? '']) members *= kind.count;
  if (members <= mostMembers) return [];
  return [{ pointer: `${pointer}/count`, message: `"${name}" has ${members} members in all; at most ${mostMembers}.` }];
}

/** Places that expressions read begin with a root, and those of the population have a value; others would always be empty. */
function mistakesOfRoots(scenarios: Scenarios): Mistake[] {
  const { population, occasions = [] } = scenarios;
  const roots = ['ticket', 'before', 'own', ...Object.keys(population)];
  return placesReadIn(scenarios as unknown as Json, '').flatMap(({ read, pointer }) => {
    if (!read.startsWith('/')) return [];
    const [root = '', name] = parsePointer(read);
    const values = Object.hasOwn(population, root) ? (population[root]?.values ?? {}) : undefined;
    if (values === undefined || name === undefined) return unknownName(roots, root, 'root', pointer);
    const changed = occasions.flatMap(({ set = {} }) => Object.keys(set).map((path) => parsePointer(path)));
    const known = [
      ...Object.keys(isObject(values) ? values : {}),
      ...changed.flatMap(([kind, value = '']) => (kind === root ? [value] : [])),
    ];
    const isDrawn = known.some((key) => key.startsWith('$'));
    return isDrawn ? [] : unknownName(known, name, 'value', pointer, ` of "${root}"`);
  });
}

function placesReadIn(value: Json, pointer: string): { readonly read: string; readonly pointer: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, Json>>).flatMap(([key, member]) => {
    const place = child(pointer, key);
    if (typeof member === 'string') return readers.has(key) ? [{ read: member, pointer: place }] : [];
    const [added] = key === '$add' && Array.isArray(member) ? (member as readonly Json[]) : [];
    const moment = key === '$time' && isObject(member) ? member['of'] : undefined;
    const own = added ?? moment;
    const here = typeof own === 'string' ? [{ read: own, pointer: place }] : [];
    return [...here, ...placesReadIn(member, place)];
  });
}

const readers: ReadonlySet<string> = new Set(['$from', '$elapsed', 'until']);

function mistakesOfEvents(contract: Contract, { events, ticket, lifecycles, occasions = [] }: Scenarios): Mistake[] {
  const known = contract.events.map(({ name }) => name);
  const emitted = new Set([
    ...occasions.map(({ event }) => event),
    ...stepsOf(lifecycles).flatMap(({ emit = [] }) => emit),
  ]);
  return [
    ...unknownName(known, ticket.sample, 'event', '/ticket/sample'),
    ...mistakesOfChanges(ticket, '/ticket', new Set(visitorRoots)),
    ...Object.entries(events).flatMap(([name, payload]) => [
      ...unknownName(known, name, 'event', child('/events', name)),
      ...mistakesOfValue(() => compileValue(payload), child('/events', name)),
      ...(emitted.has(name) ? [] : [{ pointer: child('/events', name), message: `Nothing emits "${name}".` }]),
    ]),
    ...occasions.flatMap((occasion, index) => [
      ...unknownName(Object.keys(events), occasion.event, 'event', `/occasions/${index}/event`),
      ...mistakesOfChanges(occasion, `/occasions/${index}`, new Set([occasion.each])),
    ]),
  ];
}

function stepsOf(lifecycles: Scenarios['lifecycles']): Step[] {
  return Object.values(lifecycles).flatMap(({ born, states }) => [
    born,
    ...Object.values(states).flatMap(({ moved = {}, next = [] }) => [moved, ...next]),
  ]);
}

const visitorRoots = ['ticket', 'own'];

function mistakesOfLifecycle(scenarios: Scenarios, { born, states }: Lifecycle, pointer: string): Mistake[] {
  const names = Object.keys(states);
  const entries = Object.entries(states);
  const reached = reachableFrom(born.to, states);
  return [
    ...mistakesOfStep(scenarios, born, `${pointer}/born`),
    ...unknownName(names, born.to, 'state', `${pointer}/born/to`),
    ...entries.flatMap(([name, state]) => {
      const place = child(`${pointer}/states`, name);
      const { moved, next = [] } = state;
      return [
        ...(reached.has(name) ? [] : [{ pointer: place, message: `Nothing leads to the state "${name}".` }]),
        ...(moved === undefined ? [] : mistakesOfStep(scenarios, moved, `${place}/moved`)),
        ...next.flatMap((one, index) => mistakesOfTransition(scenarios, state, one, names, `${place}/next/${index}`)),
      ];
    }),
  ];
}

function mistakesOfTransition(
  scenarios: Scenarios,
  state: State,
  transition: Transition,
  states: readonly string[],
  pointer: string,
): Mistake[] {
  const { take, release, to } = transition;
  const { population, line } = scenarios;
  const below = Object.keys(population).filter((name) => population[name]?.per === line);
  // Below a line that is not there nothing is; that is said where the line is named.
  const isKnown = take === undefined || below.includes(take) || !Object.hasOwn(population, line);
  const taken = isKnown ? [] : unknownName(below, take, 'kind', `${pointer}/take`, ` below "${line}"`);
  const isOutside = take !== undefined && state.line !== true;
  return [
    ...mistakesOfStep(scenarios, transition, pointer),
    ...unknownName(states, to, 'state', `${pointer}/to`),
    ...taken,
    ...(take !== undefined && release === true
      ? [{ pointer: `${pointer}/release`, message: 'What is taken here would be given back at once.' }]
      : []),
    ...(isOutside ? [{ pointer: `${pointer}/take`, message: 'Only who stands in line (line: true) can take.' }] : []),
  ];
}

function mistakesOfStep({ events }: Scenarios, step: Step, pointer: string): Mistake[] {
  return [
    ...mistakesOfChanges(step, pointer, new Set(visitorRoots)),
    ...(step.emit ?? []).flatMap((name, index) =>
      unknownName(Object.keys(events), name, 'event with a payload', `${pointer}/emit/${index}`),
    ),
  ];
}

function mistakesOfChanges({ remove = [], set = {} }: Changes, pointer: string, roots: ReadonlySet<string>): Mistake[] {
  const wrongRoot = (path: string, place: string): Mistake[] => {
    const [root = ''] = parsePointer(path);
    const message = `"${path}" cannot be changed here, only what is below /${[...roots].join(' or /')}.`;
    return roots.has(root) ? [] : [{ pointer: place, message }];
  };
  return [
    ...remove.flatMap((path, index) => wrongRoot(path, `${pointer}/remove/${index}`)),
    ...Object.entries(set).flatMap(([path, value]) => {
      const place = child(`${pointer}/set`, path);
      return [...wrongRoot(path, place), ...mistakesOfValue(() => compileValue(value), place)];
    }),
  ];
}

function mistakesOfValue(work: () => unknown, pointer: string): Mistake[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return [{ pointer, message: error.message }];
    throw error;
  }
}

function unknownName(known: readonly string[], name: string, what: string, pointer: string, where = ''): Mistake[] {
  if (known.includes(name)) return [];
  const meant = nearest(name, known);
  const help = meant === undefined ? `There are ${known.join(', ') || 'none'}.` : `Did you mean "${meant}"?`;
  return [{ pointer, message: `There is no ${what} "${name}"${where}. ${help}` }];
}

function reachableFrom(start: string, states: Lifecycle['states']): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set's loop reaches what is added in its course.
  for (const name of reached) {
    const state = Object.hasOwn(states, name) ? states[name] : undefined;
    for (const { to } of state?.next ?? []) reached.add(to);
  }
  return reached;
}
