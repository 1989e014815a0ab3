-- Write one record or a chunk of them, all or none.
-- KEYS[6..7] evidence, evidence:known    step.evidence  pairs as in evidence_add.lua
-- ARGV[2..]  pairs: about {id, op, seen, revive, schema, codes, links?, rules_version, created_at?}, text of the data
-- Replies    {'stored', {text, '1' when replayed}, …}   or, with nothing written,
--            {'conflict' | 'gone' | 'missing' | 'closed', index, stored text}

local recalled = recall()
if recalled then
  local reply = { 'stored' }
  for index = 2, #ARGV, 2 do
    local was = find(cjson.decode(ARGV[index]).id)
    reply[#reply + 1] = { recalled ~= '*' and text_at(recalled) or was.text, '1' }
  end
  return reply
end

if is_closed() then
  return { 'closed', '0', '' }
end

local plan = {}
for index = 2, #ARGV, 2 do
  local about = cjson.decode(ARGV[index])
  local was = find(about.id)
  local place = whole(index / 2 - 1)
  local replayed = was and was.live and was.record.op == about.op and was.data == ARGV[index + 1]
  if not replayed then
    if about.seen == 0 then
      if was and was.live then
        return { 'conflict', place, was.text }
      end
      if was and not about.revive then
        return { 'gone', place, was.text }
      end
    else
      if not was then
        return { 'missing', place, '' }
      end
      if not was.live then
        return { 'gone', place, was.text }
      end
      if was.record.rev ~= about.seen then
        return { 'conflict', place, was.text }
      end
    end
  end
  plan[#plan + 1] = { about = about, was = was, replayed = replayed, data = ARGV[index + 1] }
end

local reply = { 'stored' }
local memory = '*'
for _, item in ipairs(plan) do
  if item.replayed then
    reply[#reply + 1] = { item.was.text, '1' }
  else
    local text
    local pos = item.was and item.was.live and item.was.record.pos or next_pos()
    local act = (item.was and item.was.live) and 'edit' or 'add'
    text, memory = change(act, item.about, item.data, item.was, true, pos)
    if act == 'add' then
      redis.call('HDEL', SUMMARY, field('shape'))
    end
    reply[#reply + 1] = { text, '0' }
  end
end
for index = 1, #step.evidence, 2 do
  if redis.call('SADD', KEYS[7], step.evidence[index]) == 1 then
    redis.call('XADD', KEYS[6], '*', 'entry', step.evidence[index + 1])
  end
end
remember(#plan == 1 and memory or '*')
sum_up()
return reply
