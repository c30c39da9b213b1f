# Seconds that a collection in the agent's own process may take: with its quick collectors, and with the slow ones
# after these (each of which may take its time). What a busy host needs, and more: the price of a wrong guess is a
# second collection.
function Get-GfaGuardTime {
    $slow = 0
    foreach ($collector in (Get-GfaCollectorTable).Values) { if ($collector['IsSlow'] -and -not $collector['IsOccasional']) { $slow += $collector['Seconds'] } }
    @{ Quick = 15; Slow = $slow }
}
