'use strict';

// Everything that comes from a server is put in as text, never as HTML.

const PAUSE_MILLIS = 2000;
const byId = id => document.getElementById(id);
const buttons = new Map();
const rows = new Map();

function say(text) {
    byId('outcome').textContent = text;
}

async function getJson(path) {
    const response = await fetch(path, {headers: {Accept: 'application/json'}, signal: AbortSignal.timeout(8000)});
    const body = await response.json();
    if (!response.ok) {
        throw new Error(body.detail || 'status ' + response.status);
    }
    return body;
}

function buttonOf(seat) {
    if (!buttons.has(seat)) {
        const button = document.createElement('button');
        button.type = 'button';
        button.addEventListener('click', () => buy(seat));
        buttons.set(seat, button);
        const rows = byId('seats').tBodies[0];
        let row = rows.querySelector('tr:last-child');
        if (row === null || row.cells.length === 10) {
            row = rows.insertRow();
        }
        row.insertCell().append(button);
    }
    return buttons.get(seat);
}

function showSeat({seat, customer}) {
    const button = buttonOf(seat);
    const free = customer === null;
    const words = seat + (free ? ' is free' : ' is sold to ' + customer);
    // Not "disabled", which would take the focus away from somebody who uses the keyboard.
    button.setAttribute('aria-disabled', String(!free));
    button.setAttribute('aria-label', words);
    button.title = words;
    button.textContent = free ? seat : customer;
}

async function buy(seat) {
    const customer = byId('customer').value;
    if (buttons.get(seat).getAttribute('aria-disabled') === 'true') {
        say(buttons.get(seat).title + '.');
        return;
    }
    if (customer === '') {
        say('Who buys ' + seat + '? Enter a customer first.');
        byId('customer').focus();
        return;
    }
    say('Buying ' + seat + '...');
    try {
        const response = await fetch('api/seats/' + encodeURIComponent(seat), {
            method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({customer}),
            signal: AbortSignal.timeout(8000)});
        const answer = await response.json();
        if (response.status === 201) {
            say(seat + ' is sold to ' + answer.customer + '.');
        } else if (response.status === 409) {
            say(seat + ' was sold to ' + answer.soldTo + ' before.');
        } else if (response.status === 504) {
            say('Nobody knows yet whether ' + seat + ' was sold. Choose it again: it is sold only once.');
        } else {
            say(seat + ' was not sold: ' + answer.detail);
        }
    } catch (e) {
        say('No answer. Choose ' + seat + ' again: it is sold only once.');
    }
    await refreshSeats();
}

async function refreshSeats() {
    try {
        (await getJson('api/seats')).forEach(showSeat);
        byId('seats').removeAttribute('aria-busy');
        byId('stale').textContent = '';
    } catch (e) {
        byId('seats').setAttribute('aria-busy', 'true');
        byId('stale').textContent = 'The seats may have changed since: ' + e.message;
    }
}

function rowOf(name, url) {
    if (!rows.has(name)) {
        const row = byId('nodes').tBodies[0].insertRow();
        const head = document.createElement('th');
        const link = document.createElement('a');
        head.scope = 'row';
        link.textContent = name;
        if (/^https?:\/\//.test(url)) {
            link.href = url;
        }
        head.append(link);
        row.append(head);
        for (let i = 0; i < 5; i++) {
            row.insertCell();
        }
        rows.set(name, row);
    }
    return rows.get(name);
}

function showNode(name, url, ...texts) {
    const row = rowOf(name, url);
    texts.forEach((text, i) => row.cells[i + 1].textContent = text ?? '');
}

function remarkOn({self, state}) {
    if (state === null) {
        return 'does not answer';
    }
    if (state.fenced !== null) {
        return 'takes no part any more: ' + state.fenced;
    }
    if (state.leader === null) {
        return state.founding === 'founded' ? 'hears no leader' : state.founding;
    }
    return self ? 'serves this page' : '';
}

async function refreshNodes() {
    try {
        for (const node of await getJson('api/nodes')) {
            const {role, chosenUpTo, applied, leader} = node.state ?? {};
            showNode(node.node, node.url, role, chosenUpTo, applied, leader, remarkOn(node));
            if (node.self) {
                byId('self').textContent = node.node;
            }
        }
        byId('state').textContent = '';
    } catch (e) {
        byId('state').textContent = 'This node does not answer: what is shown may be old.';
    }
}

async function refresh() {
    if (!document.hidden) {
        await Promise.all([refreshSeats(), refreshNodes()]);
    }
    setTimeout(refresh, PAUSE_MILLIS);
}

refresh();
