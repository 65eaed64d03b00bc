// The event stream. EventSource connects again by itself and says where it stopped; when the server refuses it (a ticket
// that has expired), we come again with a new one.

const TYPES = ['hello', 'pool', 'hours', 'indicative', 'trade', 'orders', 'leases', 'notice', 'reset'];
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/**
 * Follows the market until `close` is called.
 * @param ticket gets a ticket, or null for what is public
 * @param on called with type and data of each message
 * @param onState called with connecting, live, resumed or reconnecting
 */
export function follow({ ticket, on, onState }) {
  let source;
  let timer;
  let pause = FIRST_PAUSE;
  let closed = false;
  /** Where the stream stood last, for when a new EventSource has to go on. */
  let cursor = '';

  async function open() {
    let mine;
    try {
      mine = await ticket();
    } catch (refused) {
      again();
      return;
    }
    if (closed) return;
    const asked = new URLSearchParams();
    if (mine) asked.set('ticket', mine);
    if (cursor) asked.set('lastEventId', cursor);
    source = new EventSource(`/v1/stream?${asked}`);
    for (const type of TYPES) {
      source.addEventListener(type, (message) => {
        cursor = message.lastEventId;
        heard(type, JSON.parse(message.data));
      });
    }
    source.onerror = () => {
      onState('reconnecting');
      if (source.readyState === EventSource.CLOSED) again();
    };
  }

  function heard(type, data) {
    if (type === 'hello') {
      pause = FIRST_PAUSE;
      onState(data.resumed ? 'resumed' : 'live');
    }
    on(type, data);
  }

  function again() {
    if (closed) return;
    onState('reconnecting');
    timer = setTimeout(open, pause);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  }

  onState('connecting');
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
