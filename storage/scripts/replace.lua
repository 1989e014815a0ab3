-- Make a module hold exactly these records, in this order. What is the same stays untouched; what is missing is moved
-- to the removed records; positions change only where the order asks for it.
-- ARGV[2..]  pairs as in put.lua; step.shape is 'list' or 'object'
-- Replies    {'replaced', added, changed, kept, removed}  or, with nothing written, {'salts', how many may be needed},
--            {'closed', '0', ''}

local recalled = recall()
if recalled then
  return cjson.decode(recalled)
end

if is_closed() then
  return { 'closed', '0', '' }
end

local entries = (#ARGV - 1) / 2 + redis.call('HLEN', RECORDS) + 1
if #step.salts < entries then
  return { 'salts', whole(entries) }
end

local added, changed, kept, removed = 0, 0, 0, 0
local wanted = {}
local last = 0
for index = 2, #ARGV, 2 do
  local about, data = cjson.decode(ARGV[index]), ARGV[index + 1]
  local was = find(about.id)
  local live = was and was.live
  wanted[about.id] = true
  local in_order = live and was.record.pos > last
  last = in_order and was.record.pos or last + 1
  if in_order and was.data == data then
    kept = kept + 1
  else
    change(live and 'edit' or 'add', about, data, was, true, last)
    if live then
      changed = changed + 1
    else
      added = added + 1
    end
  end
end

for _, id in ipairs(redis.call('HKEYS', RECORDS)) do
  if not wanted[id] then
    local was = find(id)
    local old = was.record
    local about = {
      id = id, op = step.op, schema = old.schema, codes = old.codes, rules_version = old.rules_version,
    }
    change('remove', about, was.data, was, false, old.pos)
    removed = removed + 1
  end
end

local shape = redis.call('HGET', SUMMARY, field('shape')) or 'list'
if shape ~= step.shape or redis.call('HEXISTS', SUMMARY, field('rev')) == 0 then
  enter({ act = 'replace', op = step.op, shape = step.shape })
  tally.changes = tally.changes + 1
end
if step.shape == 'object' then
  redis.call('HSET', SUMMARY, field('shape'), 'object')
else
  redis.call('HDEL', SUMMARY, field('shape'))
end
if last > tonumber(redis.call('HGET', SUMMARY, field('pos')) or '0') then
  redis.call('HSET', SUMMARY, field('pos'), whole(last))
end
sum_up()
local reply = { 'replaced', whole(added), whole(changed), whole(kept), whole(removed) }
remember(cjson.encode(reply))
return reply
