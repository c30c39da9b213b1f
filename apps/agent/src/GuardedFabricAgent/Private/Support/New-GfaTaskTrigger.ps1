function New-GfaTaskTrigger {
    param([int]$IntervalSeconds)
    $startAt = (Get-Date).AddSeconds((Get-Random -Minimum 0 -Maximum $IntervalSeconds))
    New-ScheduledTaskTrigger -Once -At $startAt -RepetitionInterval (New-TimeSpan -Seconds $IntervalSeconds)
    New-ScheduledTaskTrigger -AtStartup -RandomDelay (New-TimeSpan -Minutes 2)
}
