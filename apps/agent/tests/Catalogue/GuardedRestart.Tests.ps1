BeforeAll {
    Import-Module "$PSScriptRoot/CatalogueRun.psm1" -Force

    function New-Vm([string]$Name, [string]$State = 'Running', [long]$Gigabytes = 8, [bool]$Clustered = $true) {
        [pscustomobject]@{
            Name = $Name; State = $State; MemoryAssigned = $Gigabytes * 1GB; IsClustered = $Clustered
            VMId = [guid]::NewGuid()
        }
    }

    # VMs leave the list when they are moved, as they do on a host.
    function Invoke-Restart($Vms, [string]$AbleNodes = '@()', [hashtable]$Change = @{}, [string[]]$Fail = @(), [string]$Id = 'guardedRestart') {
        $list = [Collections.ArrayList]@($Vms)
        $answers = @{
            'Get-VM'                         = { param($bound, $vms) $vms.ToArray() }
            'Get-Service'                    = [pscustomobject]@{ Name = 'ClusSvc'; Status = 'Running' }
            'Get-ClusterNode'                = [pscustomobject]@{ State = 'Up' }
            'Get-HgsClientConfiguration'     = [pscustomobject]@{ AttestationStatus = 'Passed'; IsHostGuarded = $true }
            'Get-CimInstance'                = [pscustomobject]@{ FreePhysicalMemory = 64MB }
            'Move-ClusterVirtualMachineRole' = { param($bound, $vms) $vms.Remove(($vms | Where-Object VMId -EQ $bound.VMId)) }
        }
        foreach ($key in $Change.Keys) { $answers[$key] = $Change[$key] }
        $command = Get-CatalogueCommand $Id
        if ($AbleNodes -ne '@()') { $command = Set-CatalogueBlank $command @{ ableNodes = $AbleNodes } }
        Invoke-CatalogueScript -Command $command -Answers $answers -State $list -Fail $Fail
    }

    $failing = @{ 'Get-HgsClientConfiguration' = [pscustomobject]@{ AttestationStatus = 'InsecureHostConfiguration'; IsHostGuarded = $false } }

    function Assert-NotRestarted($Run) {
        $Run.Failure | Should -Not -BeNullOrEmpty
        $Run.Calls -match '^Restart-Computer' | Should -BeNullOrEmpty
    }
}

Describe 'The guarded restart' {
    It 'runs in Constrained Language Mode and restarts a host without VMs' {
        $run = Invoke-Restart @() -Change @{ 'Get-Service' = $null }
        $run.Mode | Should -Be 'ConstrainedLanguage'
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
        $run.Calls -match 'Suspend' | Should -BeNullOrEmpty
    }

    It 'pauses a node of a cluster before it restarts it, and does not bring it back' {
        $run = Invoke-Restart @() -Change $failing
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls[-3] | Should -Be 'Suspend-ClusterNode -Drain True -Name HV-01 -Wait True'
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
        $run.Calls -match 'Resume' | Should -BeNullOrEmpty
    }

    It 'leaves a node paused that is drained already, as it is at a second restart' {
        $run = Invoke-Restart @() -Change ($failing + @{ 'Get-ClusterNode' = [pscustomobject]@{ State = 'Paused'; DrainStatus = 'Completed' } })
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls -match 'Suspend|Resume' | Should -BeNullOrEmpty
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }

    It 'drains a node in state <State> whose drain is <Drain>: it may hold roles that are no VMs' -ForEach @(
        @{ State = 'Paused'; Drain = 'NotInitiated' }
        @{ State = 'Paused'; Drain = 'Failed' }
        @{ State = 'Up'; Drain = 'Completed' }
    ) {
        $run = Invoke-Restart @() -Change ($failing + @{ 'Get-ClusterNode' = [pscustomobject]@{ State = $State; DrainStatus = $Drain } })
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls -match '^Suspend' | Should -Be 'Suspend-ClusterNode -Drain True -Name HV-01 -Wait True'
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }

    It 'moves and restarts nothing while a drain still runs' {
        $draining = { param($bound) if ($bound.Name -eq 'HV-02') { [pscustomobject]@{ State = 'Up' } } else { [pscustomobject]@{ State = 'Paused'; DrainStatus = 'InProgress' } } }
        foreach ($vms in @(), @(New-Vm 'vm1')) {
            $run = Invoke-Restart $vms "'HV-02'" -Change @{ 'Get-ClusterNode' = $draining }
            Assert-NotRestarted $run
            $run.Failure | Should -Match 'drain of this node still runs'
            $run.Calls -match 'Move|Suspend' | Should -BeNullOrEmpty
        }
    }

    It 'empties a paused node of the roles of stopped VMs before it restarts' {
        $state = @{ 'Get-ClusterNode' = { param($bound) [pscustomobject]@{ State = if ($bound.Name -eq 'HV-02') { 'Up' } else { 'Paused' }; DrainStatus = 'Completed' } } }
        $run = Invoke-Restart @(New-Vm 'vm1' 'Off') "'HV-02'" -Change $state
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls -match '^Suspend-ClusterNode.*-TargetNode HV-02' | Should -HaveCount 1
        Assert-NotRestarted (Invoke-Restart @(New-Vm 'vm1' 'Off') -Change ($failing + @{ 'Get-ClusterNode' = [pscustomobject]@{ State = 'Paused'; DrainStatus = 'Completed' } }))
    }

    It 'does not restart a node that is able itself unless another one is' {
        $run = Invoke-Restart @()
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'may be the last of its cluster'
        $run.Calls -match 'Suspend' | Should -BeNullOrEmpty
        Assert-NotRestarted (Invoke-Restart @() -Change $failing -Fail Get-HgsClientConfiguration)
        (Invoke-Restart @() "'HV-02'").Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }

    It 'moves VMs to the node that a plan has filled in, and never where this one is not able' {
        $run = Invoke-Restart @(New-Vm 'vm1') -Id 'guardedRestart HV-02'
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls -match '^Move-ClusterVirtualMachineRole.*-Node HV-02' | Should -HaveCount 1
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
        $refused = @{ 'Get-HgsClientConfiguration' = [pscustomobject]@{ AttestationStatus = 'Expired'; IsHostGuarded = $false } }
        $run = Invoke-Restart @(New-Vm 'vm1') -Id 'guardedRestart HV-02' -Change $refused
        Assert-NotRestarted $run
        $run.Calls -match 'Move|Suspend' | Should -BeNullOrEmpty
    }

    It 'stops where VMs run and no able node was filled in' {
        $run = Invoke-Restart @(New-Vm 'vm1')
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'Fill in \$ableNodes'
        $run.Calls -match 'Move|Suspend' | Should -BeNullOrEmpty
    }

    It 'stops where a VM runs that no cluster can move: <Case>' -ForEach @(
        @{ Case = 'it is not clustered'; Service = 'Running'; Clustered = $false }
        @{ Case = 'the host is in no cluster'; Service = 'Stopped'; Clustered = $true }
    ) {
        $service = [pscustomobject]@{ Status = $Service }
        $run = Invoke-Restart @(New-Vm 'vm1' -Clustered $Clustered) "'HV-02'" @{ 'Get-Service' = $service }
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'no cluster can move them: vm1'
        $run.Calls -match 'Move|Suspend' | Should -BeNullOrEmpty
    }

    It 'counts a VM as running in state <_>' -ForEach 'Running', 'Paused', 'Starting', 'Saving', 'OffCritical' {
        Assert-NotRestarted (Invoke-Restart @(New-Vm 'vm1' $_))
    }

    It 'moves VMs to able nodes alone, the largest where most room is' {
        $big = New-Vm 'big' -Gigabytes 40
        $small = New-Vm 'small' -Gigabytes 20
        $memory = { param($bound) [pscustomobject]@{ FreePhysicalMemory = @{ 'HV-02' = 30MB; 'HV-03' = 64MB }[$bound.ComputerName[0]] } }
        $run = Invoke-Restart @($small, $big) "'HV-02', 'HV-03'" @{ 'Get-CimInstance' = $memory }
        $run.Failure | Should -BeNullOrEmpty
        $moves = $run.Calls -match '^Move-ClusterVirtualMachineRole'
        $moves | Should -Be @(
            "Move-ClusterVirtualMachineRole -MigrationType Live -Node HV-03 -VMId $($big.VMId)"
            "Move-ClusterVirtualMachineRole -MigrationType Live -Node HV-02 -VMId $($small.VMId)"
        )
        $run.Calls -match '^Suspend' | Should -Be 'Suspend-ClusterNode -Drain True -Name HV-01 -TargetNode HV-02 -Wait True'
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }

    It 'moves nothing where able nodes are too few for all of them' {
        $run = Invoke-Restart @((New-Vm 'a' -Gigabytes 40), (New-Vm 'b' -Gigabytes 40)) "'HV-02'"
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'Too few able nodes'
        $run.Calls -match 'Move|Suspend' | Should -BeNullOrEmpty
    }

    It 'takes no node that HGS does not accept: <Status>' -ForEach @(
        @{ Status = 'InsecureHostConfiguration'; Guarded = $false }
        @{ Status = 'Passed'; Guarded = $false }
        @{ Status = ''; Guarded = $true }
    ) {
        $client = [pscustomobject]@{ AttestationStatus = $Status; IsHostGuarded = $Guarded }
        $run = Invoke-Restart @(New-Vm 'vm1') "'HV-02'" @{ 'Get-HgsClientConfiguration' = $client }
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'HV-02 is not able'
    }

    It 'takes neither itself nor a node that is down' {
        (Invoke-Restart @(New-Vm 'vm1') "'hv-01'").Failure | Should -Match 'name other nodes'
        $down = @{ 'Get-ClusterNode' = [pscustomobject]@{ State = 'Paused' } }
        (Invoke-Restart @(New-Vm 'vm1') "'HV-02'" $down).Failure | Should -Match 'HV-02 is not up'
    }

    It 'lets no stopped VM of the cluster drift to a node that is not able' {
        $run = Invoke-Restart @(New-Vm 'vm1' 'Off')
        Assert-NotRestarted $run
        $run.Calls -match 'Suspend' | Should -BeNullOrEmpty
        # Where no node is able, somebody moves them by hand first, and is told which.
        $run.Failure | Should -Match 'vm1.+Where none is Passed, move these roles first'
        (Invoke-Restart @(New-Vm 'vm1' 'Off') "'HV-02'").Failure | Should -BeNullOrEmpty
        $refused = @{ 'Get-HgsClientConfiguration' = [pscustomobject]@{ AttestationStatus = 'TpmError'; IsHostGuarded = $false } }
        Assert-NotRestarted (Invoke-Restart @(New-Vm 'vm1' 'Off') "'HV-02'" $refused)
    }

    It 'does not restart after a failed <_>' -ForEach 'Move-ClusterVirtualMachineRole', 'Suspend-ClusterNode', 'Get-VM', 'Get-CimInstance', 'Get-ClusterNode', 'Get-HgsClientConfiguration' {
        Assert-NotRestarted (Invoke-Restart @(New-Vm 'vm1') "'HV-02'" -Fail $_)
    }

    It 'does not restart where a drain said it succeeded and left a VM behind' {
        $run = Invoke-Restart @(New-Vm 'vm1') "'HV-02'" @{ 'Move-ClusterVirtualMachineRole' = $null }
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'VMs still run here'
    }
}

Describe 'A restart that knows what it is to end' {
    BeforeAll {
        # Two checks: BitLocker and SecureBoot.
        function Invoke-Known([string]$Status, [string]$Checks, [string]$Id = 'guardedRestart of checks', [hashtable]$Change = @{}) {
            $own = [pscustomobject]@{ AttestationStatus = $Status; AttestationSubstatus = $Checks; IsHostGuarded = $Status -in 'Passed', '100' }
            $client = { param($bound, $state) if ($bound.CimSession) { [pscustomobject]@{ AttestationStatus = 'Passed'; IsHostGuarded = $true } } else { $state.Own } }
            $answers = @{ 'Get-VM' = { }; 'Get-HgsClientConfiguration' = $client; 'Get-Service' = [pscustomobject]@{ Status = 'Running' }; 'Get-ClusterNode' = [pscustomobject]@{ State = 'Up' }
                'Get-CimInstance' = [pscustomobject]@{ FreePhysicalMemory = 64MB }; 'Get-WindowsFeature' = [pscustomobject]@{ InstallState = 'Installed' }
            }
            foreach ($key in $Change.Keys) { $answers[$key] = $Change[$key] }
            $command = Get-CatalogueCommand $Id
            if ($Id -eq 'restartAfterBitLocker') { $command = Set-CatalogueBlank $command @{ ends = "@('BitLocker')"; ableNodes = "@('HV-02')" } }
            Invoke-CatalogueScript -Command $command -Answers $answers -State @{ Own = $own }
        }
    }

    It 'restarts nothing once HGS says none of it any more: <Status>, <Checks>' -ForEach @(
        @{ Status = 'Passed'; Checks = 'NoInformation' }
        @{ Status = 'Passed'; Checks = '' }
        @{ Status = '100'; Checks = '' }
        @{ Status = 'InsecureHostConfiguration'; Checks = 'SecureBootSettings, Iommu' }
    ) {
        $run = Invoke-Known $Status $Checks
        $run.Failure | Should -BeNullOrEmpty
        $run.Output | Should -Match 'nothing restarts'
        $run.Calls | Should -Be 'Get-HgsClientConfiguration'
    }

    It 'restarts while HGS still says one of it, or could not judge the host: <Status>, <Checks>' -ForEach @(
        @{ Status = 'InsecureHostConfiguration'; Checks = 'BitLocker' }
        @{ Status = 'InsecureHostConfiguration'; Checks = 'Iommu SecureBoot' }
        @{ Status = 'InsecureHostConfiguration'; Checks = '' }
        @{ Status = 'InsecureHostConfiguration'; Checks = '2304' }
        @{ Status = '303'; Checks = '2304' }
        @{ Status = 'Passed'; Checks = 'BitLocker' }
        @{ Status = 'TransientError'; Checks = 'HostUnreachable' }
        @{ Status = 'Expired'; Checks = 'NoInformation' }
        @{ Status = ''; Checks = '' }
    ) {
        $run = Invoke-Known $Status $Checks
        $run.Failure | Should -BeNullOrEmpty
        $run.Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }

    It 'waits for the encryption, and for nothing where BitLocker itself was installed just now' {
        $volume = @{ 'Get-BitLockerVolume' = [pscustomobject]@{ VolumeStatus = 'EncryptionInProgress' } }
        $run = Invoke-Known 'InsecureHostConfiguration' 'BitLocker' 'restartAfterBitLocker' $volume
        Assert-NotRestarted $run
        $run.Failure | Should -Match 'EncryptionInProgress: the restart waits'
        $volume['Get-BitLockerVolume'].VolumeStatus = 'FullyEncrypted'
        (Invoke-Known 'InsecureHostConfiguration' 'BitLocker' 'restartAfterBitLocker' $volume).Calls[-1] | Should -Be 'Restart-Computer -Force True'
        (Invoke-Known 'Passed' '' 'restartAfterBitLocker' $volume).Calls | Should -Be 'Get-HgsClientConfiguration'
        $pending = @{ 'Get-WindowsFeature' = [pscustomobject]@{ InstallState = 'InstallPending' } }
        (Invoke-Known 'InsecureHostConfiguration' 'BitLocker' 'restartAfterBitLocker' $pending).Calls[-1] | Should -Be 'Restart-Computer -Force True'
    }
}

Describe 'Bringing a node back' {
    It 'resumes it only once HGS accepts it: <Status>, guarded <Guarded>' -ForEach @(
        @{ Status = 'Passed'; Guarded = $true; Resumes = $true }
        @{ Status = '100'; Guarded = $true; Resumes = $true }
        @{ Status = 'Passed'; Guarded = $false; Resumes = $false }
        @{ Status = 'TransientError'; Guarded = $false; Resumes = $false }
        @{ Status = ''; Guarded = $true; Resumes = $false }
    ) {
        $run = Invoke-CatalogueScript -Command (Get-CatalogueCommand resumeNode) -Answers @{
            'Get-HgsClientConfiguration' = [pscustomobject]@{ AttestationStatus = $Status; IsHostGuarded = $Guarded; AttestationSubstatus = '' }
            'Get-Service'                = [pscustomobject]@{ Status = 'Running' }
        }
        @($run.Calls -match '^Resume-ClusterNode -Failback Immediate -Name HV-01').Count | Should -Be ([int]$Resumes)
        ($null -eq $run.Failure) | Should -Be $Resumes
    }

    It 'stops where HGS cannot be asked' {
        $run = Invoke-CatalogueScript -Command (Get-CatalogueCommand resumeNode) -Fail 'Get-HgsClientConfiguration'
        $run.Failure | Should -Not -BeNullOrEmpty
        $run.Calls -match 'Resume' | Should -BeNullOrEmpty
    }
}
