# What is collected and by which function. Each has the seconds given before it may be given up; the quick
# ones go on beyond that as long as the whole collection is young. The slow ones ask something that may take
# its time without being broken: HGS over the network, the feature store, the virtual machine service. What is
# occasional is not part of every collection.
function Get-GfaCollectorTable {
    $table = [ordered]@{
        hgsClient = @{ Command = 'Get-GfaHgsClientFact'; Seconds = 60; IsSlow = $true }
        host = @{ Command = 'Get-GfaHostFact' }
        hostGuardianFeature = @{ Command = 'Get-GfaHostGuardianFeatureFact'; Seconds = 30; IsSlow = $true }
        shieldedVms = @{ Command = 'Get-GfaShieldedVmFact'; Seconds = 20; IsSlow = $true }
        tls = @{ Command = 'Get-GfaTlsFact' }
        clock = @{ Command = 'Get-GfaClockFact' }
        boot = @{ Command = 'Get-GfaBootFact' }
        hardware = @{ Command = 'Get-GfaHardwareFact' }
        deviceGuard = @{ Command = 'Get-GfaDeviceGuardFact' }
        secureBoot = @{ Command = 'Get-GfaSecureBootFact' }
        bitLocker = @{ Command = 'Get-GfaBitLockerFact' }
        codeIntegrity = @{ Command = 'Get-GfaCodeIntegrityFact' }
        dumps = @{ Command = 'Get-GfaDumpFact' }
        hibernation = @{ Command = 'Get-GfaHibernationFact' }
        pagefile = @{ Command = 'Get-GfaPagefileFact' }
        tpm = @{ Command = 'Get-GfaTpmFact' }
        cluster = @{ Command = 'Get-GfaClusterFact' }
        hgsEvents = @{ Command = 'Get-GfaHgsEventFact' }
        diagnostics = @{ Command = 'Get-GfaDiagnosticsFact'; Seconds = 240; IsSlow = $true; IsOccasional = $true }
    }
    foreach ($name in @($table.Keys)) {
        if ($null -eq $table[$name]['Seconds']) { $table[$name]['Seconds'] = 3 }
    }
    $table
}
