// A Slack that we did not write: emulate's, with its event subscription at our door.
// Run as: node peer.mjs DOOR SEED, where SEED is the JSON of emulate's own configuration. It prints its address, and ends
// with its standard input.
import { createEmulator, defineEmulator } from "emulate";

const [door, seed] = process.argv.slice(2);

// emulate signs and sends events, and has no setting for where to; the one who sends them is at hand in an emulator of one's own.
let dispatcher;
const setup = ({ webhooks }) => {
  dispatcher = Object.getPrototypeOf(webhooks);
};
const probe = await createEmulator({
  service: defineEmulator({ name: "probe", state: () => ({}), setup }),
  listen: false,
});
await probe.close();
const { setHeaderFactory } = dispatcher;
dispatcher.setHeaderFactory = function (factory) {
  setHeaderFactory.call(this, factory);
  this.register({ url: door, events: ["*"], active: true, owner: "slack" });
};

const slack = await createEmulator({ service: "slack", port: 0, seed: { slack: JSON.parse(seed) } });
console.log(slack.url);
process.stdin.resume();
process.stdin.on("end", () => slack.close().then(() => process.exit(0)));
