# Whether the HostGuardian feature is installed: the way of Windows Server, else that of a client Windows
# (SQL Server's attested hosts may be one), where Get-WindowsFeature does not exist.
function Get-GfaHostGuardianFeatureFact {
    if (Test-GfaCommand ServerManager\Get-WindowsFeature) {
        $feature = @(Get-WindowsFeature -Name HostGuardian)[0]
        if ($null -eq $feature) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FeatureUnknown)) }
        $state = "$($feature.InstallState)"
        $source = 'WindowsFeature'
    } elseif (Test-GfaCommand Dism\Get-WindowsOptionalFeature) {
        $feature = @(Get-WindowsOptionalFeature -Online -FeatureName HostGuardian)[0]
        if ($null -eq $feature) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FeatureUnknown)) }
        $state = "$($feature.State)"
        $source = 'OptionalFeature'
    } else {
        return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WindowsFeature, Get-WindowsOptionalFeature'))
    }
    New-GfaFact -Value ([ordered]@{
            installState = $state
            source = $source
            restartNeeded = if ($state) { $state -like '*Pending' } else { $null }
        })
}
