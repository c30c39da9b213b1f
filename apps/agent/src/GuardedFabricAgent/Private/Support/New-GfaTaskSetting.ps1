# The task's settings. A run that hangs is ended after three minutes, and the next one goes on for it.
function New-GfaTaskSetting {
    $setting = @{
        MultipleInstances = 'IgnoreNew'
        StartWhenAvailable = $true
        AllowStartIfOnBatteries = $true
        DontStopIfGoingOnBatteries = $true
        ExecutionTimeLimit = New-TimeSpan -Seconds (Get-GfaRunLimit)
    }
    New-ScheduledTaskSettingsSet @setting
}
