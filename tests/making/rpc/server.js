// The service of grpcio_server.py on @grpc/grpc-js: `node server.js [ADDRESS]` prints `ready ADDRESS`.
"use strict";
const grpc = require("@grpc/grpc-js");

const raw = { serialize: (bytes) => bytes, deserialize: (bytes) => bytes };
const method = (name, requestStream, responseStream) => ({
  path: `/torture.Torture/${name}`,
  requestStream,
  responseStream,
  requestSerialize: raw.serialize,
  requestDeserialize: raw.deserialize,
  responseSerialize: raw.serialize,
  responseDeserialize: raw.deserialize,
});

function echo(call, answer) {
  answer(null, call.request);
}

function big(call, answer) {
  const bytes = Buffer.alloc(Number(call.request.toString()));
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = index % 251;
  answer(null, bytes);
}

function fail(call, answer) {
  const wish = JSON.parse(call.request.toString());
  const trailing = new grpc.Metadata();
  for (const [key, value] of Object.entries(wish.trailing ?? {})) trailing.set(key, value);
  answer({ code: wish.code, details: wish.message, metadata: trailing });
}

function sleep(call, answer) {
  setTimeout(() => answer(null, Buffer.from("awake")), Number(call.request.toString()) * 1000);
}

function metadata(call, answer) {
  const before = new grpc.Metadata();
  before.set("before", "first");
  call.sendMetadata(before);
  const after = new grpc.Metadata();
  after.set("after", "last");
  after.set("data-bin", Buffer.from([0, 255, 16]));
  const seen = {};
  for (const [key, value] of Object.entries(call.metadata.getMap())) seen[key] = String(value);
  answer(null, Buffer.from(JSON.stringify(seen)), after);
}

async function count(call) {
  const [many, size, pauseS] = call.request.toString().split(" ").map(Number);
  for (let number = 0; number < many && !call.cancelled; number += 1) {
    const bytes = Buffer.alloc(size, ".");
    bytes.writeUInt32BE(number);
    if (!call.write(bytes)) await new Promise((done) => call.once("drain", done));
    if (pauseS > 0) await new Promise((done) => setTimeout(done, pauseS * 1000));
  }
  call.end();
}

function add(call, answer) {
  let messages = 0;
  let bytes = 0;
  call.on("data", (request) => {
    messages += 1;
    bytes += request.length;
  });
  call.on("end", () => answer(null, Buffer.from(`${messages} ${bytes}`)));
}

function chat(call) {
  call.on("data", (request) => {
    if (!call.write(request)) {
      call.pause();
      call.once("drain", () => call.resume());
    }
  });
  call.on("end", () => call.end());
}

const server = new grpc.Server();
server.addService(
  {
    Echo: method("Echo", false, false),
    Big: method("Big", false, false),
    Fail: method("Fail", false, false),
    Sleep: method("Sleep", false, false),
    Metadata: method("Metadata", false, false),
    Count: method("Count", false, true),
    Add: method("Add", true, false),
    Chat: method("Chat", true, true),
  },
  { Echo: echo, Big: big, Fail: fail, Sleep: sleep, Metadata: metadata, Count: count, Add: add, Chat: chat },
);
const address = process.argv[2] ?? "127.0.0.1:0";
server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`ready ${address.startsWith("unix:") ? address : `127.0.0.1:${port}`}`);
});
// "stop" ends it gracefully, with GOAWAY; the end of stdin ends it at once.
process.stdin.on("data", (bytes) => {
  if (bytes.toString().startsWith("stop")) server.tryShutdown(() => {});
});
process.stdin.on("end", () => process.exit(0));
