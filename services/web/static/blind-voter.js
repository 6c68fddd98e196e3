// What a voter's browser does in a blind ballot: docs/secrecy.md has the bytes, and
// services/voting/blind/voter.py does the same in Python. Nothing here sends anything; whoever
// uses it sends the blinded message with a name and the paper without one.
import { BlindRSA } from "./vendor/blindrsa-ts/blindrsa.js";
import {
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from "./vendor/hpke/index.js";

const NOISE = 32;
const RANDOMIZED = {
  name: "RSABSSA-SHA384-PSS-Randomized",
  hash: "SHA-384",
  saltLength: 48,
  prepareType: NOISE,
};
const PKCS8 = unhex("302e020100300506032b657004220420"); // an Ed25519 key, before its 32 bytes

function text(words) {
  return new TextEncoder().encode(words);
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// JSON with sorted keys and without spaces: one text for one value.
function plain(value) {
  if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${plain(value[name])}`).join(",")}}`;
}

// What stands for the announcement in every signature.
export async function digestOf(announcement) {
  return sha256(text(`convenor blind ballot v1\n${plain(announcement)}`));
}

function base64url(bytes) {
  const plainly = btoa(String.fromCharCode(...bytes));
  return plainly.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function exponent(number) {
  const digits = number.toString(16);
  return unhex(digits.length % 2 ? `0${digits}` : digits);
}

// The key that signs credentials.
async function signingKey({ n, e }) {
  const key = { kty: "RSA", n: base64url(unhex(n)), e: base64url(exponent(e)), ext: true };
  return crypto.subtle.importKey("jwk", key, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

async function ownKey(saved) {
  const key = joined(PKCS8, unhex(saved.key));
  const secret = await crypto.subtle.importKey("pkcs8", key, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", secret);
  const raw = atob(x.replaceAll("-", "+").replaceAll("_", "/"));
  return { secret, publicly: Uint8Array.from(raw, (character) => character.charCodeAt(0)) };
}

function credentialMessage(announced, key) {
  return joined(text("convenor blind credential v1\0"), announced, key);
}

// A new secret, to be saved before anything is sent: whoever has it can vote in the voter's stead.
export async function begin(announcement) {
  const announced = await digestOf(announcement);
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign"]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const publicly = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const rsa = new BlindRSA(RANDOMIZED);
  const prepared = rsa.prepare(credentialMessage(announced, publicly));
  const signing = await signingKey(announcement.keys.signing);
  const { blindedMsg, inv } = await rsa.blind(signing, prepared);
  return {
    announced: hex(announced),
    key: hex(pkcs8.slice(-32)),
    noise: hex(prepared.slice(0, NOISE)),
    inverse: hex(inv),
    blinded: hex(blindedMsg),
  };
}

// The credential, from the answer of the service; throws if it signed something else.
export async function credential(announcement, saved, signed) {
  const announced = await digestOf(announcement);
  if (hex(announced) !== saved.announced) {
    throw new Error("What you saved is of another ballot, or the announcement was changed.");
  }
  const { publicly } = await ownKey(saved);
  const prepared = joined(unhex(saved.noise), credentialMessage(announced, publicly));
  const signing = await signingKey(announcement.keys.signing);
  const rsa = new BlindRSA(RANDOMIZED);
  const signature = await rsa.finalize(signing, prepared, unhex(signed), unhex(saved.inverse));
  return { noise: saved.noise, key: hex(publicly), signature: hex(signature) };
}

function written(marks) {
  return marks.map((chosen) => chosen.join(",")).join(";");
}

// Every paper of a ballot has the same length: that of one which marks everybody.
function filledUp(announcement, marks) {
  const everybody = announcement.questions.map(({ settled }) =>
    settled.contest.candidates.map((_, at) => at + 1),
  );
  return text(written(marks).padEnd(written(everybody).length, " "));
}

async function sealed(announcement, announced, key, marks) {
  const suite = new CipherSuite(
    KEM_DHKEM_X25519_HKDF_SHA256,
    KDF_HKDF_SHA256,
    AEAD_AES_256_GCM,
  );
  const to = await suite.DeserializePublicKey(unhex(announcement.keys.sealing));
  const info = joined(text("convenor blind seal v1\0"), announced, key);
  const made = await suite.Seal(to, filledUp(announcement, marks), { info });
  return joined(made.encapsulatedSecret, made.ciphertext);
}

// A paper, to be sent without a name. `marks`: for each question the numbers chosen, best first.
export async function paper(announcement, saved, own, marks, counter = 0) {
  const announced = await digestOf(announcement);
  const { secret, publicly } = await ownKey(saved);
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, counter);
  const shut = await sealed(announcement, announced, publicly, marks);
  const message = joined(text("convenor blind paper v1\0"), announced, number, shut);
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", secret, message));
  const credentials = [unhex(own.noise), publicly, unhex(own.signature)];
  return hex(joined(...credentials, number, shut, signature));
}

async function leaf(bytes) {
  return sha256(joined(Uint8Array.of(0), bytes));
}

// What a voter keeps of a paper: where to look for it in the list.
export async function receipt(announcement, saved, paperHex, counter = 0) {
  const { publicly } = await ownKey(saved);
  return {
    ballot: announcement.ballot,
    announced: saved.announced,
    key: hex(publicly),
    counter,
    paper: hex(await leaf(unhex(paperHex))),
  };
}

async function rootOf(leaves) {
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at < level.length; at += 2) {
      const pair = level.slice(at, at + 2);
      above.push(pair.length > 1 ? await sha256(joined(Uint8Array.of(1), ...pair)) : pair[0]);
    }
    level = above;
  }
  return level.length ? level[0] : sha256(new Uint8Array());
}

// Looks for a paper in a published bundle, and holds the list against the root of the close.
export async function found(bundle, kept) {
  if (hex(await digestOf(bundle.announcement)) !== kept.announced) {
    return "The announcement is not the one that you voted under.";
  }
  const decoded = bundle.papers.map((one) =>
    Uint8Array.from(atob(one), (character) => character.charCodeAt(0)),
  );
  const leaves = await Promise.all(decoded.map(leaf));
  if (hex(await rootOf(leaves)) !== bundle.close.root) {
    return "The list of papers was changed after the close.";
  }
  const listed = leaves.some((one) => hex(one) === kept.paper);
  return listed ? "Your paper is in the list." : "Your paper is not in the list.";
}
