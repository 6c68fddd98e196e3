// The pages of a blind ballot: one to vote on, one to look for a receipt. What is secret stays in
// this browser; a credential is asked for with a name, and a paper is sent without any.
import { begin, credential, digestOf, found, paper, receipt } from "./blind-voter.js";

const ANONYMOUS = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
const TRIES = 32; // papers that one voter may have handed in before, from elsewhere
const at = (id) => document.getElementById(id);

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function answer(response) {
  const told = await response.json();
  if (!response.ok) throw new Refused(response.status, told.title);
  return told;
}

const ask = async (path) => answer(await fetch(path, ANONYMOUS));

async function send(path, body, how) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body), ...how }));
}

function asFile(link, name, value) {
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value)], { type: "application/json" }));
  link.download = name;
  link.hidden = false;
}

// The announcement that the record commits to, and no other.
async function announced(page) {
  const told = await ask(`/api/ballots/${page.dataset.ballot}/announcement`);
  if (hex(await digestOf(told)) !== page.dataset.announced) {
    throw new Error("What is announced is not what the record commits to. Tell the scrutineer.");
  }
  return told;
}

// What was marked in a question, best first; domain/ballots/filling.py says the same of it.
function marked(question) {
  const { way, most, place } = question.dataset;
  if (way === "ranked") return ranked(question, place);
  const chosen = [...question.querySelectorAll("input:checked")].map((one) => Number(one.value));
  if (way === "one" && !chosen.length) throw new Error("Answer each question, or leave it blank.");
  if (chosen.length > Number(most)) {
    throw new Error(`Question ${place} takes at most ${most} marks; ${chosen.length} were made.`);
  }
  return chosen.filter((one) => one !== 0);
}

function ranked(question, place) {
  const by = new Map();
  for (const [index, input] of [...question.querySelectorAll("input")].entries()) {
    const said = input.value.trim();
    if (!said) continue;
    if (!/^0*[1-9]\d*$/.test(said)) {
      throw new Error(`Question ${place} says “${said}” where a number is expected.`);
    }
    const rank = Number(said);
    if (by.has(rank)) throw new Error(`Question ${place} has the number ${rank} twice.`);
    by.set(rank, index + 1);
  }
  return [...by.keys()].map((_, at) => {
    if (!by.has(at + 1)) {
      throw new Error(`Question ${place} has no number ${at + 1}, and higher ones.`);
    }
    return by.get(at + 1);
  });
}

function voting(page) {
  const { ballot } = page.dataset;
  const KEY = `convenor-blind-${ballot}`;
  const state = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  const said = at("said");

  const keep = () => sessionStorage.setItem(KEY, JSON.stringify(state));
  const guarded = (what) => async (event) => {
    event?.preventDefault();
    try {
      await what(event);
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const show = () => {
    at("no-script").hidden = true;
    at("load").disabled = false;
    at("make").disabled = Boolean(state.saved);
    at("draw").hidden = !state.saved || Boolean(state.own);
    at("cast").disabled = !state.own;
    if (state.saved) asFile(at("save"), `ballot-${ballot}-secret.json`, state.saved);
    if (state.receipt) {
      at("done").hidden = false;
      at("hash").textContent = state.receipt.paper;
      asFile(at("keep"), `ballot-${ballot}-receipt.json`, state.receipt);
    }
  };

  const make = async () => {
    state.saved = await begin(await announced(page));
    keep();
    show();
    said.textContent = "Your secret is made. Save the file, then draw your credential.";
  };
  const draw = async () => {
    const told = await announced(page);
    const path = `/api/ballots/${ballot}/credentials`;
    const { signed } = await send(path, { blinded: state.saved.blinded }, {});
    state.own = await credential(told, state.saved, signed);
    keep();
    show();
    said.textContent = "You have your credential. You can hand in your paper now or later.";
  };
  const load = async () => {
    const told = JSON.parse(await at("load").files[0].text());
    if (!told.key || !told.blinded) throw new Error("This is not a file that was saved here.");
    Object.assign(state, { saved: told, own: undefined, receipt: undefined });
    await draw(); // for the same secret the service gives the same answer again
  };
  const marks = () => [...at("paper").querySelectorAll(".on-paper")].map(marked);
  const handIn = async (told, counter) => {
    const made = await paper(told, state.saved, state.own, marks(), counter);
    const given = await send(`/api/ballots/${ballot}/blind-papers`, { paper: made }, ANONYMOUS);
    const own = await receipt(told, state.saved, made, counter);
    if (given.paper !== own.paper) throw new Error("The receipt is of another paper than yours.");
    return own;
  };
  const cast = async () => {
    const told = await announced(page);
    const first = state.receipt ? state.receipt.counter + 1 : 0;
    for (let counter = first; ; counter += 1) {
      try {
        state.receipt = await handIn(told, counter);
        break;
      } catch (error) {
        const newer = error.status === 409 && told.replaceable && counter < first + TRIES;
        if (!newer || !/newer paper/.test(error.message)) throw error;
      }
    }
    keep();
    show();
    said.textContent = "Your paper is in the box.";
  };

  at("make").addEventListener("click", guarded(make));
  at("draw").addEventListener("click", guarded(draw));
  at("load").addEventListener("change", guarded(load));
  at("paper").addEventListener("submit", guarded(cast));
  show();
}

// What the browser finds out about a receipt, held against the record.
async function looked(page, kept) {
  const bundle = await ask(`/api/ballots/${page.dataset.ballot}/bundle`);
  if (kept.ballot !== page.dataset.ballot) return "This receipt is of another ballot.";
  if (hex(await digestOf(bundle.announcement)) !== page.dataset.announced) {
    return "What was published is not what the record announced.";
  }
  if (bundle.close.root !== page.dataset.root) {
    return "The list is not the one that the record commits to.";
  }
  return found(bundle, kept);
}

function looking(page) {
  at("kept")?.addEventListener("change", async () => {
    try {
      at("told").textContent = "Looking …";
      at("told").textContent = await looked(page, JSON.parse(await at("kept").files[0].text()));
    } catch (error) {
      at("told").textContent = error.message;
    }
  });
}

if (at("blind")) voting(at("blind"));
if (at("receipt")) looking(at("receipt"));
