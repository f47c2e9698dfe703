import type { Rule } from '../findings/rule.ts';

const since = '0.1.0';

/** The rules of `counterfoil drift`, beside those of the strict profile. */
export const driftRules = {
  wrongType: {
    id: 'drift/wrong-type',
    title: 'Every value has the type that the contract says',
    severity: 'error',
    since,
    purpose: 'The vendor sends another type than it documents: typed receivers fail or convert without being asked.',
    fix: 'Allow the type in the next version of the contract (`--propose` writes it), or ask the vendor.',
    bad: 'count: "3", documented as an integer',
    good: 'count: 3',
  },
  nullValue: {
    id: 'drift/null',
    title: 'Null stands only where the contract has it',
    severity: 'error',
    since,
    purpose: 'The commonest gap in webhook documentation: a field that nobody said can be null, until it is.',
    fix: 'Make the field nullable in the next version of the contract (`--propose` writes it).',
  },
  wrongFormat: {
    id: 'drift/wrong-format',
    title: 'Every value has the form that the contract says',
    severity: 'error',
    since,
    purpose:
      'Formats, patterns, lengths and limits: what the vendor documents was too narrow, or its data is not what it thinks.',
    fix: 'Widen what the schema says in the next version of the contract (`--propose` writes it), or ask the vendor.',
  },
  missing: {
    id: 'drift/missing-property',
    title: 'Every required property is there',
    severity: 'error',
    since,
    purpose: 'A receiver that relies on the property fails on every delivery without it.',
    fix: 'Make the property optional in the next version of the contract (`--propose` writes it).',
  },
  valueOutside: {
    id: 'drift/value-outside-set',
    title: 'Every value of a closed set is one of it',
    severity: 'error',
    since,
    purpose: 'The contract says that there are no other values; receivers refuse what is not listed.',
    fix: 'Add the value in the next version of the contract (`--propose` writes it), and think of an open set.',
  },
  unknownEvent: {
    id: 'drift/unknown-event',
    title: 'Every event that is sent is in the contract',
    severity: 'error',
    since,
    purpose: 'The vendor sends events that nobody wrote down: receivers drop them, or fail.',
    fix: 'Add the event to the next version of the contract (`--propose` writes it), or switch it off with the vendor.',
  },
  eventQuiet: {
    id: 'drift/event-went-quiet',
    title: 'An event that came before still comes',
    severity: 'warning',
    since,
    purpose:
      'Nothing is wrong with the deliveries that come; what is wrong is that some do not. An event was switched off, renamed or lost.',
    fix: 'Look at the vendor’s settings and news. When it is meant, approve it.',
  },
  propertyQuiet: {
    id: 'drift/property-went-quiet',
    title: 'A property that was there before still is',
    severity: 'warning',
    since,
    purpose: 'An optional property may be absent, so that no check notices when the vendor stops sending it.',
    fix: 'Look whether anything relies on it. When it is meant, approve it, and take it out of the next version.',
  },
  neverSeen: {
    id: 'drift/never-seen',
    title: 'A documented property is seen',
    severity: 'info',
    since,
    purpose: 'What is documented and never sent is rare, new, gone, or was never there.',
    fix: 'Nothing, as long as nobody relies on it.',
  },
  eventNeverSeen: {
    id: 'drift/event-never-seen',
    title: 'A documented event is seen',
    severity: 'info',
    since,
    purpose: 'What is documented and never sent is rare, switched off, or was never there.',
    fix: 'Nothing, as long as nobody relies on it.',
  },
  reported: {
    id: 'drift/reported-by-receiver',
    title: 'A running receiver finds nothing wrong with what it gets',
    severity: 'warning',
    since,
    purpose: 'A receiver with a report counts what is wrong with deliveries, but keeps few of them.',
    fix: 'Run drift over the captures that the receiver kept: they show where.',
  },
} as const satisfies Record<string, Rule>;
