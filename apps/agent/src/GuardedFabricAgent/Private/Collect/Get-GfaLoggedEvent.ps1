# The events of one of the HGS client's logs of the last day that say that something went wrong: 2014, and the levels 1 to 3.
# On a host that HGS refuses the agent's own reading logs some hundred of these a day, so that the newest hundred say
# nothing of a rarer one. Where there are so many, it is asked again without the kinds that are known by then. Windows
# takes 22 comparisons in one question, which leaves out eight kinds.
function Get-GfaLoggedEvent {
    param([string]$Log)
    $recent = 'TimeCreated[timediff(@SystemTime) <= 86400000]'
    Find-GfaLoggedEvent -Log $Log -XPath "*[System[EventID=2014 and $recent]]"
    $kinds = @()
    do {
        $without = -join @($kinds | ForEach-Object { " and (EventID!=$($_['Id']) or Level!=$($_['Level']))" })
        $found = @(Find-GfaLoggedEvent -Log $Log -XPath "*[System[(Level=1 or Level=2 or Level=3) and EventID!=2014$without and $recent]]")
        $found
        $kinds += @($found | Group-Object -Property { "$($_['Id'])/$($_['Level'])" } | ForEach-Object { $_.Group[0] })
    } while ($found.Count -eq 100 -and $kinds.Count -le 8)
}
