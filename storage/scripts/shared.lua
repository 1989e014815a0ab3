-- What every script that changes records shares; storage/lua.py puts it in front of them.
--
-- KEYS     records, removed, summary, audit, operations: all of one person, so all in one slot. The link sets are
--          named from step.links, because which sets a change touches is known only once the old record is read.
-- ARGV[1]  the step: {module, act, at, ms, actor, trace, ip, links, memory, salts}; at and ms are the same moment
-- The data of a record is never decoded, let alone encoded again (numbers and empty lists would change): its text is
-- taken over as it came. In a stored text it stands last but one; `,"audit":"<id>"}` closes it, so that the audit entry can
-- be written before the record that names it.

local RECORDS, REMOVED, SUMMARY, AUDIT, OPERATIONS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local OPERATIONS_BEFORE = OPERATIONS .. ':before'
local OPERATIONS_KEPT = 1000

local step = cjson.decode(ARGV[1])
local tally = { changes = 0, count = 0, codes = {}, rules = '', salts = 0 }

local function field(name)
  return step.module .. ':' .. name
end

local function whole(number)
  return string.format('%d', number)
end

local function texts(list)
  if #list == 0 then
    return '[]'
  end
  return cjson.encode(list)
end

-- Operations are remembered in two generations: when the newer is full it takes the place of the older, so the last
-- 1,000 to 2,000 operations of a person are known, at a fixed cost.
local function recall()
  return redis.call('HGET', OPERATIONS, step.memory) or redis.call('HGET', OPERATIONS_BEFORE, step.memory)
end

local function remember(value)
  redis.call('HSET', OPERATIONS, step.memory, value)
  if redis.call('HLEN', OPERATIONS) >= OPERATIONS_KEPT then
    redis.call('RENAME', OPERATIONS, OPERATIONS_BEFORE)
  end
end

-- Whether what is written belongs to the practice copy of an attempt that was handed in.
local function is_closed()
  local note = step.attempt and redis.call('HGET', step.attempts, step.attempt)
  return note and (cjson.decode(note).value.state or 'open') ~= 'open'
end

-- A stored text without its data, which may be long: a quotation mark inside a JSON string is escaped, so the first
-- `,"data":` is the member itself, and nothing before it is nested.
local function read(text, live)
  local first, last = string.find(text, ',"data":', 1, true)
  local record = cjson.decode(string.sub(text, 1, first - 1) .. '}')
  record.audit = string.match(string.sub(text, -64), ',"audit":"([%d-]+)"}$')
  local data = string.sub(text, last + 1, -1 - #(',"audit":"' .. record.audit .. '"}'))
  return { text = text, record = record, data = data, live = live }
end

local function find(id)
  local text = redis.call('HGET', RECORDS, id)
  if text then
    return read(text, true)
  end
  text = redis.call('HGET', REMOVED, id)
  return text and read(text, false)
end

local function sealed(after, audit_id)
  return string.sub(after, 1, -2) .. ',"audit":"' .. audit_id .. '"}'
end

-- The text of the record as an audit entry left it.
local function text_at(audit_id)
  local entry = redis.call('XRANGE', AUDIT, audit_id, audit_id)[1]
  if not entry then
    return nil
  end
  for index = 1, #entry[2], 2 do
    if entry[2][index] == 'after' then
      return sealed(entry[2][index + 1], audit_id)
    end
  end
  return nil
end

-- What is hashed together with an entry when it is proved. The salts come with the step, one for each entry at least.
local function next_salt()
  tally.salts = tally.salts + 1
  return step.salts[tally.salts]
end

local function enter(about)
  local words = { 'act', about.act, 'module', step.module, 'at', step.at, 'actor', step.actor, 'salt', next_salt() }
  for _, name in ipairs({ 'record', 'review', 'from', 'to', 'op', 'before', 'after', 'shape' }) do
    if about[name] then
      words[#words + 1] = name
      words[#words + 1] = about[name]
    end
  end
  for _, name in ipairs({ 'trace', 'ip' }) do
    if step[name] ~= '' then
      words[#words + 1] = name
      words[#words + 1] = step[name]
    end
  end
  -- The id is the moment of the change, so that a date leads straight to its place; after an entry of a later moment (a
  -- clock that runs behind) it is the next within that moment.
  local id = redis.pcall('XADD', AUDIT, step.ms .. '-*', unpack(words))
  if type(id) == 'string' then
    return id
  end
  local newest = redis.call('XREVRANGE', AUDIT, '+', '-', 'COUNT', 1)[1]
  local ms = newest and string.match(newest[1], '^%d+') or step.ms
  return redis.call('XADD', AUDIT, ms .. '-*', unpack(words))
end

local function move_links(member, before, now)
  if table.concat(before, '\n') == table.concat(now, '\n') then
    return
  end
  for _, pathway in ipairs(before) do
    redis.call('SREM', step.links .. pathway, member)
  end
  for _, pathway in ipairs(now) do
    redis.call('SADD', step.links .. pathway, member)
  end
end

local function count_codes(codes, by)
  for _, code in ipairs(codes) do
    tally.codes[code] = (tally.codes[code] or 0) + by
  end
end

-- One change of one record: audit entry, record in its place, links, tally. Returns the stored text and its audit id.
local function change(act, about, data, was, lives, pos)
  local old = was and was.record
  local from = old and old.rev or 0
  local links = about.links or (old and old.links) or {}
  local after = '{"id":' .. cjson.encode(about.id)
    .. ',"pos":' .. whole(pos)
    .. ',"rev":' .. whole(from + 1)
    .. ',"op":' .. cjson.encode(about.op)
    .. ',"schema":' .. whole(about.schema)
    .. ',"created_at":' .. cjson.encode(old and old.created_at or about.created_at or step.at)
    .. ',"updated_at":' .. cjson.encode(step.at)
    .. ',"by":' .. cjson.encode(step.actor)
    .. ',"codes":' .. texts(about.codes)
    .. ',"rules_version":' .. cjson.encode(about.rules_version)
    .. ',"links":' .. texts(links)
    .. ',"data":' .. data .. '}'
  local audit_id = enter({
    act = act, record = about.target or about.id, review = about.target and about.id,
    from = whole(from), to = whole(from + 1),
    op = about.op, before = old and old.audit, after = after,
    shape = step.shape == 'object' and 'object' or nil,
  })
  local text = sealed(after, audit_id)
  redis.call('HSET', lives and RECORDS or REMOVED, about.id, text)
  if was and was.live ~= lives then
    redis.call('HDEL', was.live and RECORDS or REMOVED, about.id)
  end
  local was_live = was and was.live
  move_links(step.module .. '/' .. about.id, was_live and old.links or {}, lives and links or {})
  count_codes(was_live and old.codes or {}, -1)
  count_codes(lives and about.codes or {}, 1)
  tally.count = tally.count + (lives and 1 or 0) - (was_live and 1 or 0)
  tally.changes = tally.changes + 1
  if act == 'add' or act == 'edit' then
    tally.rules = about.rules_version ~= '' and about.rules_version or tally.rules
  end
  return text, audit_id
end

local function next_pos()
  return redis.call('HINCRBY', SUMMARY, field('pos'), 1)
end

local function sum_up()
  if tally.changes == 0 then
    return
  end
  redis.call('HINCRBY', SUMMARY, field('count'), tally.count)
  redis.call('HINCRBY', SUMMARY, field('rev'), tally.changes)
  redis.call('HSET', SUMMARY, field('last'), step.at)
  if tally.rules ~= '' then
    redis.call('HSET', SUMMARY, field('rules'), tally.rules)
  end
  for code, by in pairs(tally.codes) do
    if by ~= 0 and redis.call('HINCRBY', SUMMARY, field('code:' .. code), by) <= 0 then
      redis.call('HDEL', SUMMARY, field('code:' .. code))
    end
  end
end
