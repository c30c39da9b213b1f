# Whether the HostGuardian feature is installed: the way of Windows Server, else that of a client Windows
# (SQL Server's attested hosts may be one), where Get-WindowsFeature does not exist or, with the administration
# tools, refuses to look. Asking takes seconds; where it is installed, that changes at a start of the host, or leaves a
# restart pending when it is removed.
function Get-GfaHostGuardianFeatureFact {
    $bootedAt = Read-GfaOptional { (Get-GfaCimInstance -ClassName Win32_OperatingSystem).LastBootUpTime }
    $kept = Get-GfaBootMemory -Name feature -BootedAt $bootedAt
    if ($null -ne $kept -and -not (Test-GfaRestartPending)) { return (New-GfaFact -Value ([ordered]@{ installState = $kept.installState; source = $kept.source; restartNeeded = $false })) }
    $refused = $null
    $isAsked = $false
    foreach ($way in (Get-GfaFeatureWay)) {
        if (-not (Test-GfaCommand $way['Command'])) { continue }
        $isAsked = $true
        try { $feature = @(& $way['Read'])[0] } catch {
            if ($null -eq $refused) { $refused = $_ }
            continue
        }
        if ($null -eq $feature) { continue }
        $state = ConvertTo-GfaText $feature.($way['State'])
        $isPending = if ($state) { $state -like '*Pending' } else { $null }
        $value = [ordered]@{ installState = $state; source = $way['Source']; restartNeeded = $isPending }
        if ('Installed', 'Enabled' -contains $state) { Set-GfaBootMemory -Name feature -Value $value }
        return (New-GfaFact -Value $value)
    }
    if ($null -ne $refused) { throw $refused }
    if ($isAsked) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FeatureUnknown)) }
    New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WindowsFeature, Get-WindowsOptionalFeature')
}
