import { pino } from 'pino';
import type { DeliveryFilter } from './filter.ts';
import type { GatewayLog } from './log.ts';

/** A log for machines: one JSON object a line. */
export function createJsonGatewayLog(write: (line: string) => void, filter: DeliveryFilter): GatewayLog {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  return {
    delivery(delivery) {
      if (!filter(delivery)) return;
      const isFine = delivery.verdict === 'accepted' && delivery.recorded && (delivery.answer?.status ?? 0) < 400;
      logger[isFine ? 'info' : 'warn']({ delivery }, delivery.verdict);
    },
    settled({ id }, delivery, answer) {
      logger[delivery === 'delivered' ? 'info' : 'warn']({ held: { id, answer } }, delivery);
    },
    trouble(message) {
      logger.error(message);
    },
    bug(message, error) {
      logger.error({ bug: true, stack: error instanceof Error ? error.stack : undefined }, message);
    },
    notice(message) {
      logger.info(message);
    },
  };
}
